/**
 * The browser script of the reference page. It authorizes the page with a local token. The page's query, such as
 * `/_local/docs?user=viewer-jo`, is passed on to the token request.
 */
const status = document.getElementById('token');

const tokenAnswer = fetch(`/_local/token${location.search}`).then(async (answer) => {
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.message);
  return body;
});

async function authorize() {
  try {
    const { token, user, roles } = await tokenAnswer;
    reference.preauthorizeApiKey('bearer', token);
    status.textContent = `Every call carries a token from this machine: user ${user}, roles ${roles.join(', ') || 'none'}.`;
  } catch (error) {
    status.textContent = `No token, so every call is refused. ${error.message}`;
  }
}

const reference = window.SwaggerUIBundle({
  url: '/_local/docs/openapi.json',
  dom_id: '#reference',
  // Otherwise the page would send the document to an online validator.
  validatorUrl: null,
  tryItOutEnabled: true,
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  onComplete: () => {
    document.querySelector('.servers select')?.setAttribute('aria-label', 'Server');
    void authorize();
  },
});
