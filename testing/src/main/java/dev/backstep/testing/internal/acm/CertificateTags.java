package dev.backstep.testing.internal.acm;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateRequest;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateResponse;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateRequest;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateResponse;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateRequest;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateResponse;
import software.amazon.awssdk.services.acm.model.Tag;

/** Tags of certificates. */
public final class CertificateTags implements Area {

  private static final int MOST_TAGS = 50;

  @Override
  public void addTo(Operations operations) {
    operations.write("AddTagsToCertificate", AddTagsToCertificateRequest::builder, this::add);
    operations.write(
        "RemoveTagsFromCertificate", RemoveTagsFromCertificateRequest::builder, this::remove);
    operations.read("ListTagsForCertificate", ListTagsForCertificateRequest::builder, this::list);
  }

  static Map<String, String> checked(List<Tag> tags) {
    Map<String, String> checked = new TreeMap<>();
    for (Tag tag : tags) {
      String value = tag.value() == null ? "" : tag.value();
      if (tag.key() == null || tag.key().isEmpty() || tag.key().startsWith("aws:")) {
        throw AwsError.of("InvalidTagException", "The tag %s=%s is not valid", tag.key(), value);
      }
      checked.put(tag.key(), value);
    }
    return requireRoom(checked);
  }

  private static Map<String, String> requireRoom(Map<String, String> tags) {
    if (tags.size() > MOST_TAGS) {
      throw AwsError.of("TooManyTagsException", "A certificate takes %d tags", MOST_TAGS);
    }
    return tags;
  }

  private AddTagsToCertificateResponse add(Context context, AddTagsToCertificateRequest request) {
    AcmState acm = AcmState.of(context.region());
    Certificate certificate = acm.use(request.certificateArn());
    Map<String, String> tags = new TreeMap<>(certificate.tags());
    tags.putAll(checked(request.tags()));
    acm.put(certificate.withTags(requireRoom(tags)));
    return AddTagsToCertificateResponse.builder().build();
  }

  /** A tag with a value is only removed if it has that value. */
  private RemoveTagsFromCertificateResponse remove(
      Context context, RemoveTagsFromCertificateRequest request) {
    AcmState acm = AcmState.of(context.region());
    Certificate certificate = acm.use(request.certificateArn());
    Map<String, String> tags = new TreeMap<>(certificate.tags());
    for (Tag tag : request.tags()) {
      if (tag.value() == null || tag.value().equals(tags.get(tag.key()))) {
        tags.remove(tag.key());
      }
    }
    acm.put(certificate.withTags(tags));
    return RemoveTagsFromCertificateResponse.builder().build();
  }

  private ListTagsForCertificateResponse list(
      Context context, ListTagsForCertificateRequest request) {
    return ListTagsForCertificateResponse.builder()
        .tags(
            AcmState.of(context.region()).seen(request.certificateArn()).tags().entrySet().stream()
                .map(it -> Tag.builder().key(it.getKey()).value(it.getValue()).build())
                .toList())
        .build();
  }
}
