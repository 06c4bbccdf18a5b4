package dev.backstep.testing.internal.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;

/**
 * The REST-XML protocol, as Route 53 speaks it: the path names the operation, the model says for
 * each field whether it is in the path, the query, the head or the body.
 */
public final class RestXmlProtocol implements Protocol {

  private final String namespace;
  private final List<RestRoute> routes;
  private final FormReader reader = new FormReader(true);

  /**
   * @param namespace the XML namespace of the service's answers
   */
  public RestXmlProtocol(String namespace, List<RestRoute> routes) {
    this.namespace = namespace;
    this.routes = List.copyOf(routes);
  }

  @Override
  public String operation(HttpCall call) {
    return routes.stream()
        .filter(route -> route.match(call).isPresent())
        .map(RestRoute::operation)
        .findFirst()
        .orElseGet(() -> call.method() + " " + call.path());
  }

  @Override
  public String version(HttpCall call) {
    return "";
  }

  @Override
  public void read(HttpCall call, SdkPojo builder) {
    Map<String, String> path =
        routes.stream().flatMap(it -> it.match(call).stream()).findFirst().orElse(Map.of());
    Map<String, String> query = Form.of(call.query());
    FormNode body = call.body().length == 0 ? new FormNode() : XmlReader.read(call.body());
    for (SdkField<?> field : builder.sdkFields()) {
      String name = field.locationName();
      if (field.location() == MarshallLocation.PATH) {
        set(field, builder, path.getOrDefault(name, ""));
      } else if (field.location() == MarshallLocation.QUERY_PARAM) {
        set(field, builder, query.getOrDefault(name, ""));
      } else if (field.location() == MarshallLocation.HEADER) {
        set(field, builder, call.header(name.toLowerCase(Locale.ROOT)));
      } else {
        body.child(name).ifPresent(node -> reader.set(field, builder, node));
      }
    }
  }

  private void set(SdkField<?> field, SdkPojo builder, String value) {
    if (!value.isEmpty()) {
      reader.set(field, builder, FormNode.of(value));
    }
  }

  @Override
  public HttpAnswer write(String operation, SdkPojo response, String requestId) {
    String root = operation + "Response";
    XmlWriter xml = new XmlWriter().open(root, namespace).members(response).close(root);
    HttpAnswer answer = xml(status(operation), xml);
    for (SdkField<?> field : response.sdkFields()) {
      Object value = field.getValueOrDefault(response);
      if (field.location() == MarshallLocation.HEADER && value != null) {
        answer = answer.with(field.locationName(), XmlWriter.scalar(value));
      }
    }
    return answer;
  }

  private int status(String operation) {
    return routes.stream()
        .filter(route -> route.operation().equals(operation))
        .mapToInt(RestRoute::status)
        .findFirst()
        .orElse(200);
  }

  @Override
  public HttpAnswer error(AwsError error, String requestId) {
    XmlWriter xml =
        new XmlWriter()
            .open("ErrorResponse", namespace)
            .open("Error")
            .text("Type", error.status() < 500 ? "Sender" : "Receiver")
            .text("Code", error.code())
            .text("Message", error.text())
            .close("Error")
            .text("RequestId", requestId)
            .close("ErrorResponse");
    return xml(error.status(), xml);
  }

  private static HttpAnswer xml(int status, XmlWriter xml) {
    return HttpAnswer.text(status, "text/xml", xml.toString());
  }
}
