import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { projectFolder } from '../../lib/project-folder.ts';
import { openapiFile, releasedOpenapiFile } from '../../scripts/published-documents.ts';
import { type OpenapiDocument, publishedDocument } from '../support/answers-as-documented.ts';
import { breaksBetween, PlantedDocuments, rulesBroken } from '../support/planted-documents.ts';
import type { Json } from './template.ts';

/**
 * Two gates for docs/openapi.json: it is complete, and it breaks no client of the last release. Each is tested on
 * planted faults.
 */

const documents = new PlantedDocuments(publishedDocument);
afterAll(() => documents.remove());

const schemasOf = (document: OpenapiDocument) => document.components.schemas;
const registration = (document: OpenapiDocument) => document.paths['/misps'].post;
const list = (document: OpenapiDocument) => document.paths['/misps'].get;
const without = (names: readonly string[], name: string) => names.filter((other) => other !== name);

describe('the document is complete', () => {
  /** One fault for each rule that the document could break unnoticed, each in another place. */
  const faults: Readonly<Record<string, (document: OpenapiDocument) => void>> = {
    'operation-description': (document) => delete registration(document).description,
    'operation-summary': (document) => delete list(document).summary,
    'operation-operationId': (document) => delete document.paths['/misps/{mispId}'].put.operationId,
    'rule/operations-have-a-tag': (document) => delete registration(document).tags,
    'operation-tag-defined': (document) => list(document).tags.push('Others'),
    'tag-description': (document) => delete document.tags[0].description,
    'info-contact': (document) => delete document.info.contact,
    'rule/arrays-have-items': (document) => delete schemasOf(document).MispPage.items,
    'rule/bodies-have-examples': (document) =>
      delete registration(document).responses[200].content['application/json'].examples,
    'no-invalid-media-type-examples': (document) => {
      list(document).responses[200].content['application/json'].examples.done.value.metadata.nextCursor = 100;
    },
    'no-invalid-schema-examples': (document) => {
      schemasOf(document).Misp.properties.id.examples = [100];
    },
    'no-invalid-parameter-examples': (document) => {
      list(document).parameters.find(({ name }: Json) => name === 'limit').example = 0;
    },
    'no-schema-type-mismatch': (document) => {
      schemasOf(document).Misp.properties.name.items = { type: 'string' };
    },
    'no-required-schema-properties-undefined': (document) => schemasOf(document).Misp.required.push('owner'),
    'no-unresolved-refs': (document) => {
      schemasOf(document).MispWithLicenses.properties.misp = { $ref: '#/components/schemas/Nothing' };
    },
    'path-parameters-defined': (document) => document.paths['/misps/mispId/{mispId}'].get.parameters.shift(),
    'security-defined': (document) => document.security.push({ nobody: [] }),
    'operation-4xx-response': (document) => {
      const { responses } = document.paths['/misps/{mispId}'].patch;
      for (const status of Object.keys(responses)) if (status.startsWith('4')) delete responses[status];
    },
    'no-ambiguous-paths': (document) => {
      document.paths['/{anything}'] = {};
    },
    'no-unused-components': (document) => {
      schemasOf(document).Unused = { type: 'object' };
    },
  };

  test('only what the ignore file excuses is found, and in a copy each planted fault by its rule', async () => {
    const planted = documents.plant('incomplete', (document) => {
      for (const plant of Object.values(faults)) plant(document);
    });
    expect(await rulesBroken(relative(projectFolder, openapiFile), planted)).toEqual({
      code: 1,
      rules: [[], Object.keys(faults).sort()],
    });
  });
});

describe('the document keeps what the last release promised', () => {
  test('no difference breaks a client, and new fields and other words would break none', async () => {
    const file = documents.plant('compatible', (document) => {
      schemasOf(document).Misp.properties.country = { type: 'string' };
      schemasOf(document).ProcessMispStatusFields.properties.comment = { type: 'string' };
      registration(document).description = 'Registers an organization.';
    });
    expect(await breaksBetween(releasedOpenapiFile, file)).toEqual({ code: 0, breaks: [] });
  });

  test('every component keeps its name: generated clients have types with these names', () => {
    const namesIn = (file: string) => Object.keys(schemasOf(JSON.parse(readFileSync(file, 'utf8'))));
    expect(namesIn(openapiFile)).toEqual(expect.arrayContaining(namesIn(releasedOpenapiFile)));
  });

  const fields = (name: string) => `#/components/schemas/${name}`;
  const operation = (path: string, method = '') => `#/paths/${path.replaceAll('/', '~1')}${method}`;

  /** Each breaks some client of the published document, each in another place, by which it is recognized. */
  const breaks: readonly (readonly [what: string, place: string, plant: (document: OpenapiDocument) => void])[] = [
    [
      'a field of an answer is gone',
      fields('RegisterMispResult/properties/mispID'),
      (document) => {
        const { RegisterMispResult: result } = schemasOf(document);
        delete result.properties.mispID;
        result.required = without(result.required, 'mispID');
      },
    ],
    [
      'a field deep in an answer is gone',
      fields('LicenseUniqueKey/properties/license_key'),
      (document) => {
        const { LicenseUniqueKey: key } = schemasOf(document);
        delete key.properties.license_key;
        key.required = without(key.required, 'license_key');
      },
    ],
    [
      'a field of an answer may be absent',
      fields('Verdict/required'),
      (document) => {
        schemasOf(document).Verdict.required = without(schemasOf(document).Verdict.required, 'reason');
      },
    ],
    [
      'a field of an answer has another type',
      fields('Verdict/properties/isActive/type'),
      (document) => {
        schemasOf(document).Verdict.properties.isActive.type = 'string';
      },
    ],
    [
      'a field of an answer may be null',
      fields('Misp/properties/name/type'),
      (document) => {
        schemasOf(document).Misp.properties.name.type = ['string', 'null'];
      },
    ],
    [
      'a status of an answer has another word',
      fields('Misp/properties/status_code/enum'),
      (document) => schemasOf(document).Misp.properties.status_code.enum.push('suspended'),
    ],
    [
      'a request needs one field more',
      fields('UpdateMispStatusFields/required'),
      (document) => {
        const { UpdateMispStatusFields: own } = schemasOf(document);
        own.properties.comment = { type: 'string' };
        own.required.push('comment');
      },
    ],
    [
      'a request accepts only shorter texts',
      fields('UpdateMispFields/properties/address/maxLength'),
      (document) => {
        schemasOf(document).UpdateMispFields.properties.address.maxLength = 100;
      },
    ],
    [
      'a request accepts fewer words',
      fields('ProcessMispStatusFields/properties/mispStatus/enum'),
      (document) => schemasOf(document).ProcessMispStatusFields.properties.mispStatus.enum.pop(),
    ],
    [
      'a request accepts only smaller numbers',
      fields('RotateLicenseKeyFields/properties/overlapSeconds/maximum'),
      (document) => {
        schemasOf(document).RotateLicenseKeyFields.properties.overlapSeconds.maximum = 3600;
      },
    ],
    [
      'a part of the envelope may no longer be null',
      fields('ProcessMispStatusRequest/properties/id/type'),
      (document) => {
        schemasOf(document).ProcessMispStatusRequest.properties.id.type = 'string';
      },
    ],
    [
      'one of two ways to send a request is gone',
      fields('RegisterMispRequest/properties/request/anyOf/1'),
      (document) => schemasOf(document).RegisterMispRequest.properties.request.anyOf.pop(),
    ],
    ['a parameter is gone', operation('/misps', '/get/parameters/0'), (document) => list(document).parameters.shift()],
    [
      'a parameter is required',
      operation('/misps/name/{orgName}', '/get/parameters/1/required'),
      (document) => {
        document.paths['/misps/name/{orgName}'].get.parameters[1].required = true;
      },
    ],
    [
      'an operation is gone',
      operation('/misps/{mispId}/licenseKey/validity'),
      (document) => delete document.paths['/misps/{mispId}/licenseKey/validity'],
    ],
    [
      'a form of an answer is gone',
      operation('/misps', '/post/responses/409/content/application~1problem+json'),
      (document) => delete registration(document).responses[409].content['application/problem+json'],
    ],
    [
      'a header of an answer is gone',
      operation('/misps', '/post/responses/200/headers/ETag'),
      (document) => delete registration(document).responses[200].headers.ETag,
    ],
    ['a way to authenticate is gone', '#/security', (document) => document.security.pop()],
  ];

  describe('a break is found when', () => {
    let found: Awaited<ReturnType<typeof breaksBetween>>;
    beforeAll(async () => {
      const file = documents.plant('broken', (document) => {
        for (const [, , plant] of breaks) plant(document);
      });
      found = await breaksBetween(openapiFile, file);
    });

    test.each(breaks)('%s', (_, place) => {
      expect(found.code).toBe(1);
      const own = (one: string) => one === place || (place === '#/security' && one.startsWith(place));
      expect(found.breaks.filter(own)).not.toEqual([]);
    });
  });
});
