package dev.backstep.testing.internal.wire;

import software.amazon.awssdk.core.SdkPojo;

/** EC2's own dialect of the Query protocol. */
public final class Ec2Protocol implements Protocol {

  private static final String NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

  private final FormReader reader = new FormReader(false);

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
            .open(operation + "Response", NAMESPACE)
            .text("requestId", requestId)
            .members(response)
            .close(operation + "Response");
    return HttpAnswer.text(200, "text/xml", xml.toString());
  }

  @Override
  public HttpAnswer error(AwsError error, String requestId) {
    XmlWriter xml =
        new XmlWriter()
            .open("Response")
            .open("Errors")
            .open("Error")
            .text("Code", error.code())
            .text("Message", error.text())
            .close("Error")
            .close("Errors")
            .text("RequestID", requestId)
            .close("Response");
    return HttpAnswer.text(error.status(), "text/xml", xml.toString());
  }
}
