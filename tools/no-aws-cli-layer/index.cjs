// aws-cdk-lib loads this as soon as a construct needs the layer, as its BucketDeployment does.
throw new Error(
  'The AWS CLI as a Lambda layer is left out of the packages (tools/no-aws-cli-layer). To have it, remove @aws-cdk/asset-awscli-v1 ' +
    'from devDependencies and overrides of package.json, and run npm install.',
);
