package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.kms.KmsState;
import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.wire.AwsError;
import software.amazon.awssdk.services.ec2.model.DisableEbsEncryptionByDefaultRequest;
import software.amazon.awssdk.services.ec2.model.DisableEbsEncryptionByDefaultResponse;
import software.amazon.awssdk.services.ec2.model.EnableEbsEncryptionByDefaultRequest;
import software.amazon.awssdk.services.ec2.model.EnableEbsEncryptionByDefaultResponse;
import software.amazon.awssdk.services.ec2.model.GetEbsDefaultKmsKeyIdRequest;
import software.amazon.awssdk.services.ec2.model.GetEbsDefaultKmsKeyIdResponse;
import software.amazon.awssdk.services.ec2.model.GetEbsEncryptionByDefaultRequest;
import software.amazon.awssdk.services.ec2.model.GetEbsEncryptionByDefaultResponse;
import software.amazon.awssdk.services.ec2.model.ModifyEbsDefaultKmsKeyIdRequest;
import software.amazon.awssdk.services.ec2.model.ModifyEbsDefaultKmsKeyIdResponse;
import software.amazon.awssdk.services.ec2.model.ResetEbsDefaultKmsKeyIdRequest;
import software.amazon.awssdk.services.ec2.model.ResetEbsDefaultKmsKeyIdResponse;

/** What a region encrypts without being asked, and with which key. */
public final class EncryptionDefaults implements Area {

  @Override
  public void addTo(Operations operations) {
    operations.read(
        "GetEbsEncryptionByDefault",
        GetEbsEncryptionByDefaultRequest::builder,
        (context, request) ->
            GetEbsEncryptionByDefaultResponse.builder()
                .ebsEncryptionByDefault(ec2(context).encryptsByDefault)
                .build());
    operations.write(
        "EnableEbsEncryptionByDefault",
        EnableEbsEncryptionByDefaultRequest::builder,
        (context, request) -> {
          ec2(context).encryptsByDefault = true;
          return EnableEbsEncryptionByDefaultResponse.builder()
              .ebsEncryptionByDefault(true)
              .build();
        });
    operations.write(
        "DisableEbsEncryptionByDefault",
        DisableEbsEncryptionByDefaultRequest::builder,
        (context, request) -> {
          ec2(context).encryptsByDefault = false;
          return DisableEbsEncryptionByDefaultResponse.builder()
              .ebsEncryptionByDefault(false)
              .build();
        });
    operations.read(
        "GetEbsDefaultKmsKeyId",
        GetEbsDefaultKmsKeyIdRequest::builder,
        (context, request) ->
            GetEbsDefaultKmsKeyIdResponse.builder().kmsKeyId(ec2(context).defaultKey).build());
    operations.write(
        "ModifyEbsDefaultKmsKeyId", ModifyEbsDefaultKmsKeyIdRequest::builder, this::modify);
    operations.write(
        "ResetEbsDefaultKmsKeyId",
        ResetEbsDefaultKmsKeyIdRequest::builder,
        (context, request) -> {
          ec2(context).defaultKey = KmsState.EBS_ALIAS;
          return ResetEbsDefaultKmsKeyIdResponse.builder().kmsKeyId(KmsState.EBS_ALIAS).build();
        });
  }

  private static Ec2State ec2(Context context) {
    return Ec2State.of(context.region());
  }

  private ModifyEbsDefaultKmsKeyIdResponse modify(
      Context context, ModifyEbsDefaultKmsKeyIdRequest request) {
    Ec2State ec2 = ec2(context);
    String key = Missing.required(request.kmsKeyId(), "KmsKeyId");
    if (!ec2.keys().usable(key)) {
      throw AwsError.of(
          "InvalidParameterValue", "The specified KMS key '%s' is not accessible", key);
    }
    ec2.defaultKey = ec2.keys().arnOf(key);
    return ModifyEbsDefaultKmsKeyIdResponse.builder().kmsKeyId(ec2.defaultKey).build();
  }
}
