package dev.backstep.testing.internal.wire;

import software.amazon.awssdk.core.SdkPojo;

/** How a service's requests and responses look on the wire. */
public interface Protocol {

  /** The name of the operation that is asked for. */
  String operation(HttpCall call);

  /** The API version that is asked for, or an empty text where requests do not say. */
  String version(HttpCall call);

  /** Sets the fields of a request's builder from the call. */
  void read(HttpCall call, SdkPojo builder);

  /** The answer of a success. */
  HttpAnswer write(String operation, SdkPojo response, String requestId);

  /** The answer of a refusal. */
  HttpAnswer error(AwsError error, String requestId);
}
