import java.lang.reflect.Field;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * Starts DynamoDB Local on the loopback interface, closed to web pages. By default it listens on all interfaces and
 * lets every page read its answers, and no option changes either.
 */
class LoopbackDynamoDbLocal {
  public static void main(String[] arguments) throws Exception {
    DynamoDBProxyServer dynamoDb = ServerRunner.createServerFromCommandLineArgs(arguments);
    Field field = DynamoDBProxyServer.class.getDeclaredField("server");
    field.setAccessible(true);
    Server server = (Server) field.get(dynamoDb);
    for (Connector connector : server.getConnectors()) {
      ((ServerConnector) connector).setHost("127.0.0.1");
    }
    server.setHandler(new Guard(server.getHandler()));
    dynamoDb.safeStart();
    dynamoDb.join();
  }

  /**
   * Refuses requests with headers that only browsers send: only this project's process, no browser, calls the engine.
   */
  private static class Guard extends Handler.Wrapper {
    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127\\.0\\.0\\.1)(:\\d+)?");

    Guard(Handler guarded) {
      super(guarded);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      HttpFields headers = request.getHeaders();
      String host = headers.get("Host");
      boolean isOwn = host != null && LOOPBACK.matcher(host).matches();
      if (isOwn && !headers.contains("Origin") && !headers.contains("Sec-Fetch-Site")) {
        return super.handle(request, response, callback);
      }
      Response.writeError(request, response, callback, 403);
      return true;
    }
  }
}
