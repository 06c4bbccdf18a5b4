package dev.backstep.testing.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3AddressTest {

  @ParameterizedTest
  @CsvSource({
    "s3.us-west-2.amazonaws.com,                /,             '',          '',      '',  ''",
    "s3.us-west-2.amazonaws.com,                /logs,         policy,      logs,    '',  policy",
    "s3.amazonaws.com,                          /logs/,        policy=,     logs,    '',  policy",
    "logs.s3.us-west-2.amazonaws.com,           /,             location,    logs,    '',  location",
    "my.logs.s3.amazonaws.com,                  /,             x-id=a,      my.logs, '',  ''",
    "logs.s3.dualstack.eu-west-1.amazonaws.com, /a%20b+c,      x-id=a&acl,  logs,    a b+c, acl",
    "logs.s3.cn-north-1.amazonaws.com.cn,       /,             policy,      logs,    '',  policy",
    "127.0.0.1:4566,                            /logs/a/b,     '',          logs,    a/b, ''",
    "localhost:4566,                            /logs,         policy,      logs,    '',  policy",
    "logs.localhost:4566,                       /,             policy,      logs,    '',  policy"
  })
  void of_whenPathOrHostStyle_tellsBucketKeyAndSubResource(
      String host, String path, String query, String bucket, String key, String subResource) {
    HttpCall call = new HttpCall("GET", path, query, Map.of("host", host), new byte[0]);

    assertThat(S3Address.of(call)).isEqualTo(new S3Address(bucket, key, subResource));
  }
}
