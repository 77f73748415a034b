package mailctl.sendgrid;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpRequestExecutor;
import org.jspecify.annotations.Nullable;

/// The HTTP client under SendGrid's own: pooled, with time-outs, without automatic retries. It
/// tells the `HttpCall` of the current scope when a request begins to be written, since that is
/// where "never sent" ends and "in doubt" starts, and lets it abort the request when its time is
/// up: the socket time-out alone does not end a call whose answer trickles in.
@SuppressWarnings("deprecation") // getParams and getConnectionManager must be overridden.
final class DeadlineHttpClient extends CloseableHttpClient {
  static final ScopedValue<HttpCall> CALL = ScopedValue.newInstance();

  /// A pooled connection that rested this long is tested before use: the server may have closed it.
  private static final int TEST_AFTER_REST_MS = 100;

  private final CloseableHttpClient client;
  private final org.apache.http.impl.conn.PoolingHttpClientConnectionManager connections;

  DeadlineHttpClient(Duration connectTimeout, Duration timeout, int maxConnections) {
    connections = new org.apache.http.impl.conn.PoolingHttpClientConnectionManager();
    connections.setMaxTotal(maxConnections);
    connections.setDefaultMaxPerRoute(maxConnections);
    connections.setValidateAfterInactivity(TEST_AFTER_REST_MS);
    RequestConfig config =
        RequestConfig.custom()
            .setConnectTimeout((int) connectTimeout.toMillis())
            // Waiting for a free connection must leave time for the call itself.
            .setConnectionRequestTimeout((int) connectTimeout.toMillis())
            .setSocketTimeout((int) timeout.toMillis())
            .setRedirectsEnabled(false)
            .build();
    client =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setDefaultRequestConfig(config)
            // The TLS handshake reads before any request is configured.
            .setDefaultSocketConfig(
                org.apache.http.config.SocketConfig.custom()
                    .setSoTimeout((int) timeout.toMillis())
                    .build())
            .setRequestExecutor(new TellingExecutor())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
  }

  @Override
  protected CloseableHttpResponse doExecute(
      HttpHost target, HttpRequest request, @Nullable HttpContext context) throws IOException {
    if (CALL.isBound() && request instanceof HttpUriRequest running) {
      CALL.get().attach(running);
    }
    // Idle connections that a load balancer has surely dropped by now are not worth a doubt.
    connections.closeIdleConnections(30, TimeUnit.SECONDS);
    return client.execute(target, request, context);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  @Override
  @Deprecated
  public org.apache.http.params.HttpParams getParams() {
    return client.getParams();
  }

  @Override
  @Deprecated
  public org.apache.http.conn.ClientConnectionManager getConnectionManager() {
    return client.getConnectionManager();
  }

  private static final class TellingExecutor extends HttpRequestExecutor {
    @Override
    protected HttpResponse doSendRequest(
        HttpRequest request, HttpClientConnection connection, HttpContext context)
        throws IOException, HttpException {
      if (CALL.isBound() && !CALL.get().begin()) {
        throw new InterruptedIOException("no time left to send the request");
      }
      return super.doSendRequest(request, connection, context);
    }
  }
}
