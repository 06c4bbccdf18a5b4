package dev.backstep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EncryptAmiTest {

  @Test
  void main_withNoArguments_makesTheImageAndSaysWhichItIs() {
    InProcess result = InProcess.run(EncryptAmi.commandLine());

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .contains("==> key-pair: temporary key pair")
        .contains("==> instance: build instance, a t2.nano in subnet-")
        .contains("    ** Shreding sensitive data ...")
        .contains("==> image: image \"CentOS Linux 7 x86_64 HVM EBS (encrypted) 20261121\"")
        .containsPattern("image/ready: \\d+ %, about .* left: snapshots of image ami-")
        .contains("==> discard/instance: the build instance and its volumes")
        .contains("==> discard/key-pair: the key pair")
        .containsPattern("\nus-east-1: ami-[0-9a-f]{17}\n$")
        .doesNotContain("CopyImage", "intermediate");
  }

  @Test
  void main_whenTheSeedsWayIsAskedFor_copiesAnIntermediateImageAndRemovesIt() {
    InProcess result = InProcess.run(EncryptAmi.commandLine(), "--strategy", "COPY_AFTER_CREATE");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("==> intermediate: image \"backstep-intermediate-")
        .contains("==> discard/intermediate: intermediate image \"backstep-intermediate-")
        .containsPattern("\nus-east-1: ami-[0-9a-f]{17}\n$");
  }

  @Test
  void main_whenACopyIsAskedFor_startsNoInstance() {
    InProcess result = InProcess.run(EncryptAmi.commandLine(), "--strategy", "COPY");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("==> image: image \"golden (encrypted) 20261121\", an encrypted copy of ami-")
        .doesNotContain("==> instance")
        .containsPattern("\nus-east-1: ami-[0-9a-f]{17}\n$");
  }

  @Test
  void main_whenThePlanIsAskedFor_changesNothing() {
    InProcess result = InProcess.run(EncryptAmi.commandLine(), "--plan");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .startsWith("plan for ami/CentOS Linux 7 x86_64 HVM EBS (encrypted) 20261121 in us-east-1")
        .contains("  note: strategy LAUNCH_ENCRYPTED: ")
        .contains("tcp ")
        .doesNotContain("==>");
  }

  @Test
  void main_whenTheWayIsUnknown_saysWhichThereAre() {
    InProcess result = InProcess.run(EncryptAmi.commandLine(), "--strategy", "MAGIC");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("LAUNCH_ENCRYPTED");
  }
}
