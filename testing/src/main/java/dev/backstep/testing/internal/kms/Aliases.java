package dev.backstep.testing.internal.kms;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.wire.AwsError;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateAliasResponse;
import software.amazon.awssdk.services.kms.model.DeleteAliasRequest;
import software.amazon.awssdk.services.kms.model.DeleteAliasResponse;
import software.amazon.awssdk.services.kms.model.ListAliasesRequest;
import software.amazon.awssdk.services.kms.model.ListAliasesResponse;

/** Other names of keys. */
public final class Aliases implements Area {

  @Override
  public void addTo(Operations operations) {
    operations.read("ListAliases", ListAliasesRequest::builder, this::list);
    operations.write("CreateAlias", CreateAliasRequest::builder, this::create);
    operations.write("DeleteAlias", DeleteAliasRequest::builder, this::delete);
  }

  private ListAliasesResponse list(Context context, ListAliasesRequest request) {
    KmsState kms = KmsState.of(context.region());
    String only = request.keyId() == null ? "" : Keys.find(kms, request.keyId()).keyId();
    return ListAliasesResponse.builder()
        .truncated(false)
        .aliases(
            kms.aliases.entrySet().stream()
                .filter(it -> only.isEmpty() || it.getValue().equals(only))
                .map(
                    it ->
                        AliasListEntry.builder()
                            .aliasName(it.getKey())
                            .aliasArn(kms.arn(it.getKey()))
                            .targetKeyId(it.getValue())
                            .build())
                .toList())
        .build();
  }

  private CreateAliasResponse create(Context context, CreateAliasRequest request) {
    KmsState kms = KmsState.of(context.region());
    String name = request.aliasName() == null ? "" : request.aliasName();
    if (!name.matches("alias/[A-Za-z0-9/_-]+")) {
      throw AwsError.of("ValidationException", "Value '%s' at 'aliasName' is not an alias", name);
    }
    if (name.startsWith("alias/aws/")) {
      throw AwsError.of("NotAuthorizedException", "Aliases of AWS cannot be made: %s", name);
    }
    String key = Keys.find(kms, request.targetKeyId()).keyId();
    if (kms.aliases.putIfAbsent(name, key) != null) {
      throw AwsError.of(
          "AlreadyExistsException", "An alias with the name %s already exists", kms.arn(name));
    }
    return CreateAliasResponse.builder().build();
  }

  private DeleteAliasResponse delete(Context context, DeleteAliasRequest request) {
    KmsState kms = KmsState.of(context.region());
    if (kms.aliases.remove(request.aliasName()) == null) {
      throw Keys.notFound("Alias " + kms.arn(request.aliasName()) + " is not found.");
    }
    return DeleteAliasResponse.builder().build();
  }
}
