import {
  AnswersAsDocumented,
  type OpenapiDocument,
  publishedDocument,
} from '../../test/support/answers-as-documented.ts';
import { plantedTogether } from '../planted-together.ts';
import type { PlantedFault } from '../proof.ts';
import { contradictions, type Exchange } from './run-document.ts';

/** A document that promises more than the service does. */
function mistaken(): OpenapiDocument {
  const document = publishedDocument();
  const { paths, components } = document;
  for (const item of Object.values<OpenapiDocument>(paths)) {
    for (const operation of Object.values<OpenapiDocument>(item)) delete operation.responses['412'];
  }
  components.schemas.Verdict.properties.reason.enum = ['EXPIRED'];
  const { properties, required } = components.schemas.RegisterMispResult;
  properties.organizationId = { type: 'string' };
  required.push('organizationId');
  delete paths['/misps'].get.responses['200'].content['application/json'];
  return document;
}

/** @param exchanges those of the run before, since the mistakes are in what the document says of answers. */
export const plantedFaults = (exchanges: readonly Exchange[]): readonly PlantedFault[] =>
  plantedTogether(
    [
      { title: 'a status that is not documented', trace: /the status 412 is not documented/ },
      { title: 'a word that is not documented', trace: /^validate-license-key .*\/response\/reason must be equal/ },
      {
        title: 'a required field that is missing',
        trace: /^register-misp .*must have required property 'organizationId'/,
      },
      { title: 'a media type that is not documented', trace: /^list-misps .*"application\/json" is not documented/ },
    ],
    async () => {
      const documented = new AnswersAsDocumented(mistaken());
      return { figures: {}, violations: exchanges.flatMap((exchange) => contradictions(exchange, documented)) };
    },
  );
