package dev.backstep.testing.internal.kms;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.wire.AwsError;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.DisableKeyRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyResponse;
import software.amazon.awssdk.services.kms.model.EnableKeyRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;

/** Keys and the states they are in. */
public final class Keys implements Area {

  private static final int DAYS_TO_DELETION = 30;

  @Override
  public void addTo(Operations operations) {
    operations.read("DescribeKey", DescribeKeyRequest::builder, this::describe);
    operations.write("CreateKey", CreateKeyRequest::builder, this::create);
    operations.write("DisableKey", DisableKeyRequest::builder, this::disable);
    operations.write("EnableKey", EnableKeyRequest::builder, this::enable);
    operations.write("ScheduleKeyDeletion", ScheduleKeyDeletionRequest::builder, this::schedule);
    operations.write("CancelKeyDeletion", CancelKeyDeletionRequest::builder, this::cancel);
  }

  /** The key that is meant, or AWS's refusal. */
  static KeyMetadata find(KmsState kms, @Nullable String reference) {
    if (reference == null || reference.isEmpty()) {
      throw AwsError.of("ValidationException", "1 validation error detected: keyId must be given");
    }
    if (reference.startsWith("arn:") && !reference.startsWith(kms.arn(""))) {
      String[] parts = reference.split(":");
      throw notFound("Invalid arn " + (parts.length > 3 ? parts[3] : reference));
    }
    return kms.find(reference).orElseThrow(() -> absent(kms, reference));
  }

  private static AwsError absent(KmsState kms, String reference) {
    String arn = reference.startsWith("arn:") ? reference : kms.arn(reference);
    if (arn.contains(":alias/")) {
      return notFound("Alias " + arn + " is not found.");
    }
    return notFound(
        "Key '"
            + (reference.startsWith("arn:") ? reference : kms.arn("key/" + reference))
            + "' does not exist");
  }

  static AwsError notFound(String message) {
    return AwsError.of("NotFoundException", "%s", message);
  }

  private DescribeKeyResponse describe(Context context, DescribeKeyRequest request) {
    KmsState kms = KmsState.of(context.region());
    KeyMetadata key = find(kms, request.keyId());
    return DescribeKeyResponse.builder()
        .keyMetadata(
            kms.keys
                .seen(key.keyId())
                .orElseThrow(() -> absent(kms, String.valueOf(request.keyId()))))
        .build();
  }

  private CreateKeyResponse create(Context context, CreateKeyRequest request) {
    KmsState kms = KmsState.of(context.region());
    KeySpec spec = request.keySpec() == null ? KeySpec.SYMMETRIC_DEFAULT : request.keySpec();
    String description = request.description() == null ? "" : request.description();
    String id = kms.make(spec, description, context.origin());
    return CreateKeyResponse.builder().keyMetadata(kms.keys.get(id).orElseThrow()).build();
  }

  private DisableKeyResponse disable(Context context, DisableKeyRequest request) {
    change(context, request.keyId(), it -> it.enabled(false).keyState(KeyState.DISABLED));
    return DisableKeyResponse.builder().build();
  }

  private EnableKeyResponse enable(Context context, EnableKeyRequest request) {
    change(context, request.keyId(), it -> it.enabled(true).keyState(KeyState.ENABLED));
    return EnableKeyResponse.builder().build();
  }

  private ScheduleKeyDeletionResponse schedule(
      Context context, ScheduleKeyDeletionRequest request) {
    int days =
        request.pendingWindowInDays() == null ? DAYS_TO_DELETION : request.pendingWindowInDays();
    KeyMetadata key =
        change(
            context,
            request.keyId(),
            it ->
                it.enabled(false)
                    .keyState(KeyState.PENDING_DELETION)
                    .deletionDate(context.now().plus(Duration.ofDays(days))));
    return ScheduleKeyDeletionResponse.builder()
        .keyId(key.arn())
        .keyState(key.keyState())
        .deletionDate(key.deletionDate())
        .pendingWindowInDays(days)
        .build();
  }

  private CancelKeyDeletionResponse cancel(Context context, CancelKeyDeletionRequest request) {
    KeyMetadata key =
        change(
            context,
            request.keyId(),
            it -> it.enabled(false).keyState(KeyState.DISABLED).deletionDate(null));
    return CancelKeyDeletionResponse.builder().keyId(key.arn()).build();
  }

  private static KeyMetadata change(
      Context context, @Nullable String reference, Consumer<KeyMetadata.Builder> change) {
    KmsState kms = KmsState.of(context.region());
    KeyMetadata key = find(kms, reference);
    if (key.keyManager() == KeyManagerType.AWS) {
      throw AwsError.of(
          "AccessDeniedException", "AWS managed keys cannot be changed: %s", key.arn());
    }
    KeyMetadata.Builder changed = key.toBuilder();
    change.accept(changed);
    kms.keys.put(key.keyId(), changed.build());
    return changed.build();
  }
}
