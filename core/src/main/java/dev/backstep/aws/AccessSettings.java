package dev.backstep.aws;

import dev.backstep.journal.FileJournal;
import dev.backstep.journal.Journal;
import dev.backstep.plan.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.immutables.value.Value;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** The values behind {@link AwsAccess}. */
@Value.Immutable
@Value.Style(visibility = Value.Style.ImplementationVisibility.PACKAGE, jdkOnly = true)
interface AccessSettings {
  Optional<String> region();

  Optional<String> profile();

  Optional<URI> endpoint();

  @Value.Redacted
  Optional<AwsCredentialsProvider> credentials();

  Optional<SdkHttpClient> httpClient();

  Optional<AcmClient> acm();

  Optional<Ec2Client> ec2();

  Optional<ElasticLoadBalancingClient> elasticLoadBalancing();

  Optional<KmsClient> kms();

  Optional<Route53Client> route53();

  Optional<S3Client> s3();

  Optional<StsClient> sts();

  @Value.Default
  default Duration readTimeout() {
    return Duration.ofSeconds(60);
  }

  @Value.Default
  default Duration changeTimeout() {
    return Duration.ofSeconds(30);
  }

  @Value.Default
  default Dialer dialer() {
    return Dialer.network();
  }

  @Value.Default
  default Journal journal() {
    return FileJournal.inHome();
  }

  @Value.Default
  default TimeSource time() {
    return TimeSource.system();
  }
}
