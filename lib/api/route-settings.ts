/** How many requests may come. */
export interface RequestLimit {
  /** Requests a second. */
  readonly rate: number;
  /** Requests at once. */
  readonly burst: number;
}

/**
 * The settings of a route, or of all that have none of their own, as CloudFormation takes both. A route with settings of its
 * own inherits nothing: a missing setting has AWS's default and not the stage's. So both are made here, with the same
 * fields.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigatewayv2-stage-routesettings.html
 */
export const routeSettings = ({ rate, burst }: RequestLimit) => ({
  DetailedMetricsEnabled: false,
  ThrottlingRateLimit: rate,
  ThrottlingBurstLimit: burst,
});
