package dev.backstep.testing.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.DeleteCertificateResponse;
import software.amazon.awssdk.services.acm.model.DescribeCertificateResponse;
import software.amazon.awssdk.services.acm.model.RequestCertificateRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.EncryptRequest;

class JsonProtocolTest {

  private final JsonProtocol acm = new JsonProtocol("CertificateManager");

  @Test
  void operation_whenOfThisService_isItsName() {
    assertThat(acm.operation(call("CertificateManager.ListCertificates", "{}")))
        .isEqualTo("ListCertificates");
    assertThat(acm.operation(call("TrentService.ListKeys", "{}")))
        .isEqualTo("TrentService.ListKeys");
  }

  @Test
  void read_whenNestedAndListed_fillsTheRequest() {
    RequestCertificateRequest request =
        read(
            "{'DomainName':'a.example.com','SubjectAlternativeNames':['b.example.com'],'More':1,"
                + "'Options':{'Export':'DISABLED'},'KeyAlgorithm':null,"
                + "'Tags':[{'Key':'Name','Value':'Cluster1'}]}");

    assertThat(request.domainName()).isEqualTo("a.example.com");
    assertThat(request.subjectAlternativeNames()).containsExactly("b.example.com");
    assertThat(request.options().exportAsString()).isEqualTo("DISABLED");
    assertThat(request.keyAlgorithm()).isNull();
    assertThat(request.tags()).singleElement().extracting("key").isEqualTo("Name");
  }

  @Test
  void read_whenMapAndBytes_fillsTheRequest() {
    EncryptRequest.Builder builder = EncryptRequest.builder();

    new JsonProtocol("TrentService")
        .read(
            call("", "{\"Plaintext\":\"aGVsbG8=\",\"EncryptionContext\":{\"a\":\"b\"}}"), builder);

    assertThat(builder.build().plaintext().asUtf8String()).isEqualTo("hello");
    assertThat(builder.build().encryptionContext()).isEqualTo(Map.of("a", "b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "7", "{'Tags':{}}", "{'Options':[]}", "{'DomainName':{}}"})
  void read_whenItDoesNotFit_isRefused(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            AwsError.class, it -> assertThat(it.code()).isEqualTo("SerializationException"));
  }

  @Test
  void write_whenTimesAndListsAndFlags_saysThemAsJson() {
    CertificateDetail detail =
        CertificateDetail.builder()
            .certificateArn("arn")
            .createdAt(Instant.ofEpochMilli(1_500_000_000_250L))
            .inUseBy("elb")
            .status("ISSUED")
            .build();

    String written =
        text(
            acm.write(
                "DescribeCertificate",
                DescribeCertificateResponse.builder().certificate(detail).build(),
                "id"));

    assertThat(written)
        .isEqualTo(
            "{\"Certificate\":{\"CertificateArn\":\"arn\",\"CreatedAt\":1500000000.250,"
                + "\"Status\":\"ISSUED\",\"InUseBy\":[\"elb\"]}}");
    assertThat(
            text(
                acm.write(
                    "CreateKey",
                    CreateKeyResponse.builder().keyMetadata(k -> k.enabled(true)).build(),
                    "id")))
        .contains("\"Enabled\":true");
    assertThat(text(acm.write("x", DeleteCertificateResponse.builder().build(), "id"))).isEmpty();
  }

  @Test
  void error_whenWritten_namesItsType() {
    HttpAnswer answer = acm.error(AwsError.of("ResourceNotFoundException", "gone"), "id");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(text(answer))
        .isEqualTo("{\"__type\":\"ResourceNotFoundException\",\"message\":\"gone\"}");
  }

  private RequestCertificateRequest read(String json) {
    RequestCertificateRequest.Builder builder = RequestCertificateRequest.builder();
    acm.read(call("CertificateManager.RequestCertificate", json.replace('\'', '"')), builder);
    return builder.build();
  }

  private static String text(HttpAnswer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static HttpCall call(String target, String body) {
    return new HttpCall(
        "POST", "/", "", Map.of("x-amz-target", target), body.getBytes(StandardCharsets.UTF_8));
  }
}
