package dev.backstep.testing.internal.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/** The AWS JSON 1.1 protocol: a header names the operation, one JSON object has its parameters. */
public final class JsonProtocol implements Protocol {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TYPE = "application/x-amz-json-1.1";

  private final String target;

  /**
   * @param target what stands before the operation's name, such as {@code CertificateManager}
   */
  public JsonProtocol(String target) {
    this.target = target + ".";
  }

  @Override
  public String operation(HttpCall call) {
    String named = call.header("x-amz-target");
    return named.startsWith(target) ? named.substring(target.length()) : named;
  }

  @Override
  public String version(HttpCall call) {
    return "";
  }

  @Override
  public void read(HttpCall call, SdkPojo builder) {
    JsonReader.fill(builder, parse(call.text()));
  }

  private static ObjectNode parse(String text) {
    try {
      JsonNode parsed = text.isBlank() ? JSON.createObjectNode() : JSON.readTree(text);
      if (parsed instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException notJson) {
      throw JsonReader.unreadable(text);
    }
    throw JsonReader.unreadable(text);
  }

  @Override
  public HttpAnswer write(String operation, SdkPojo response, String requestId) {
    ObjectNode body = JsonWriter.members(JSON.getNodeFactory(), response);
    // Operations that have nothing to say answer with no body at all.
    return response.sdkFields().isEmpty()
        ? new HttpAnswer(200, Map.of("Content-Type", TYPE), new byte[0])
        : answer(200, body);
  }

  @Override
  public HttpAnswer error(AwsError error, String requestId) {
    ObjectNode body = JSON.createObjectNode();
    body.put("__type", error.code());
    body.put("message", error.text());
    error.details().forEach(body::put);
    return answer(error.status(), body);
  }

  private static HttpAnswer answer(int status, ObjectNode body) {
    return new HttpAnswer(
        status, Map.of("Content-Type", TYPE), body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
