/** A rate limit. */
export interface RequestLimit {
  /** Requests a second. */
  readonly rate: number;
  /** Concurrent requests. */
  readonly burst: number;
}

/**
 * The CloudFormation settings of a route, or of all other routes. A route with settings inherits nothing from the
 * stage: a missing setting has AWS's default. So this function makes both, with the same fields.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigatewayv2-stage-routesettings.html
 */
export const routeSettings = ({ rate, burst }: RequestLimit) => ({
  DetailedMetricsEnabled: false,
  ThrottlingRateLimit: rate,
  ThrottlingBurstLimit: burst,
});
