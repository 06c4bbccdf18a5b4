package dev.backstep.testing.internal.wire;

import software.amazon.awssdk.core.SdkPojo;

/** The AWS Query protocol, as classic ELB and STS speak it. */
public final class QueryProtocol implements Protocol {

  private final String namespace;
  private final FormReader reader = new FormReader(true);

  /**
   * @param namespace the XML namespace of the service's answers
   */
  public QueryProtocol(String namespace) {
    this.namespace = namespace;
  }

  @Override
  public String operation(HttpCall call) {
    return Form.of(call).getOrDefault("Action", "");
  }

  @Override
  public String version(HttpCall call) {
    return Form.of(call).getOrDefault("Version", "");
  }

  @Override
  public void read(HttpCall call, SdkPojo builder) {
    reader.fill(builder, FormNode.of(Form.of(call)));
  }

  @Override
  public HttpAnswer write(String operation, SdkPojo response, String requestId) {
    XmlWriter xml =
        new XmlWriter()
            .open(operation + "Response", namespace)
            .open(operation + "Result")
            .members(response)
            .close(operation + "Result")
            .open("ResponseMetadata")
            .text("RequestId", requestId)
            .close("ResponseMetadata")
            .close(operation + "Response");
    return HttpAnswer.text(200, "text/xml", xml.toString());
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
    return HttpAnswer.text(error.status(), "text/xml", xml.toString());
  }
}
