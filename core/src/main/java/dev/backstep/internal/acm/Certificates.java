package dev.backstep.internal.acm;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Deletable;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.Owned;
import dev.backstep.internal.engine.Undo;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.acm.model.ResourceNotFoundException;

/** Certificates of ACM as things that are found and deleted: the name is the first domain. */
public final class Certificates implements Deletable {

  /** The kind in {@link Undo.DeleteMade}. */
  public static final String KIND = "certificate";

  private final AwsAccess aws;
  private final CertificateReader reader;

  /** In the account and region of an access. */
  public Certificates(AwsAccess aws) {
    this.aws = aws;
    this.reader = new CertificateReader(aws);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Optional<Live> find(Undo.DeleteMade undo, Optional<String> id, Attempt run) {
    return id.isPresent() ? live(id.get(), run) : madeByThisRun(undo.name(), run);
  }

  /** The one that this run asked for: several may have the same name, so the tags tell. */
  Optional<Live> madeByThisRun(String domain, Attempt run) {
    for (String arn : run.read("acm:ListCertificates", () -> reader.arns(domain))) {
      Optional<Live> live = live(arn, run);
      if (live.isPresent() && run.madeByThisRun(arn, live.get().tags()).isPresent()) {
        return live;
      }
    }
    return Optional.empty();
  }

  private Optional<Live> live(String arn, Attempt run) {
    Optional<Map<String, String>> tags =
        run.read("acm:ListTagsForCertificate", () -> reader.tags(arn));
    return tags.map(all -> new Live(arn, all));
  }

  @Override
  public Outcome delete(Owned certificate, Attempt run) {
    try {
      run.change(
          "acm:DeleteCertificate",
          () -> aws.acm().deleteCertificate(request -> request.certificateArn(certificate.id())));
    } catch (ResourceNotFoundException e) {
      return Outcome.done();
    }
    return Outcome.done();
  }

  @Override
  public String command(String idOrName) {
    return idOrName.startsWith("arn:")
        ? "aws acm delete-certificate --region %s --certificate-arn %s"
            .formatted(aws.regionName(), idOrName)
        : "aws acm list-certificates --region %s --query \"CertificateSummaryList[?DomainName=='%s']\""
            .formatted(aws.regionName(), idOrName);
  }

  @Override
  public String family() {
    return ApiFamily.ACM.name();
  }
}
