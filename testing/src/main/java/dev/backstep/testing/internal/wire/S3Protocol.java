package dev.backstep.testing.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.PayloadTrait;

/**
 * The REST-XML protocol, as S3 speaks it: the model says for each field whether it is in the path,
 * the query, the head or the body.
 */
public final class S3Protocol implements Protocol {

  private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

  private final FormReader reader = new FormReader(true);

  @Override
  public String operation(HttpCall call) {
    S3Address address = S3Address.of(call);
    return S3Route.of(address, call.method())
        .map(S3Route::operation)
        .orElseGet(() -> unknown(call.method(), address));
  }

  private static String unknown(String method, S3Address address) {
    String path = address.bucket().isEmpty() ? "/" : "/{Bucket}";
    String key = address.key().isEmpty() ? "" : "/{Key}";
    String query = address.subResource().isEmpty() ? "" : "?" + address.subResource();
    return method + " " + path + key + query;
  }

  @Override
  public String version(HttpCall call) {
    return "";
  }

  @Override
  public void read(HttpCall call, SdkPojo builder) {
    Map<String, String> query = Form.of(call.query());
    for (SdkField<?> field : builder.sdkFields()) {
      String name = field.locationName();
      if (field.location() == MarshallLocation.PATH) {
        field.set(builder, S3Address.of(call).bucket());
      } else if (field.location() == MarshallLocation.HEADER) {
        set(field, builder, call.header(name.toLowerCase(Locale.ROOT)));
      } else if (field.location() == MarshallLocation.QUERY_PARAM) {
        set(field, builder, query.getOrDefault(name, ""));
      } else if (field.containsTrait(PayloadTrait.class) && call.body().length > 0) {
        payload(field, builder, call);
      }
    }
  }

  private void payload(SdkField<?> field, SdkPojo builder, HttpCall call) {
    if (field.marshallingType().equals(MarshallingType.SDK_POJO)) {
      reader.set(field, builder, XmlReader.read(call.body()));
    } else {
      field.set(builder, call.text());
    }
  }

  private void set(SdkField<?> field, SdkPojo builder, String value) {
    if (!value.isEmpty()) {
      reader.set(field, builder, FormNode.of(value));
    }
  }

  @Override
  public HttpAnswer write(String operation, SdkPojo response, String requestId) {
    S3Route route = S3Route.of(operation);
    HttpAnswer answer = body(route, response);
    for (SdkField<?> field : response.sdkFields()) {
      Object value = field.getValueOrDefault(response);
      if (field.location() == MarshallLocation.HEADER && value != null) {
        answer = answer.with(field.locationName(), XmlWriter.scalar(value));
      }
    }
    return withIds(answer, requestId);
  }

  private static HttpAnswer body(S3Route route, SdkPojo response) {
    boolean any = false;
    for (SdkField<?> field : response.sdkFields()) {
      if (field.containsTrait(PayloadTrait.class)) {
        return payload(route, field, field.getValueOrDefault(response));
      }
      any |= field.location() == MarshallLocation.PAYLOAD;
    }
    if (!any) {
      return HttpAnswer.empty(route.status());
    }
    String root = route.operation() + "Result";
    return xml(route.status(), new XmlWriter().open(root, NAMESPACE).members(response).close(root));
  }

  private static HttpAnswer payload(S3Route route, SdkField<?> field, @Nullable Object value) {
    String text = value == null ? "" : XmlWriter.scalar(value);
    if (route.plain()) {
      return new HttpAnswer(
          route.status(),
          Map.of("Content-Type", "application/json"),
          text.getBytes(StandardCharsets.UTF_8));
    }
    String root = field.unmarshallLocationName();
    return xml(route.status(), new XmlWriter().open(root, NAMESPACE).text(text).close(root));
  }

  @Override
  public HttpAnswer error(AwsError error, String requestId) {
    XmlWriter xml =
        new XmlWriter().open("Error").text("Code", error.code()).text("Message", error.text());
    error.details().forEach(xml::text);
    xml.text("RequestId", requestId).text("HostId", hostId(requestId)).close("Error");
    HttpAnswer answer = xml(error.status(), xml);
    for (Map.Entry<String, String> header : error.headers().entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return withIds(answer, requestId);
  }

  private static HttpAnswer xml(int status, XmlWriter xml) {
    return HttpAnswer.text(status, "application/xml", xml.toString());
  }

  private static HttpAnswer withIds(HttpAnswer answer, String requestId) {
    return answer.with("x-amz-request-id", requestId).with("x-amz-id-2", hostId(requestId));
  }

  private static String hostId(String requestId) {
    return "simulated/" + requestId;
  }
}
