package dev.backstep.testing.internal.sts;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.state.Account;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Tells callers who they are: always the same user of the one account. */
public final class Sts implements Area {

  @Override
  public void addTo(Operations operations) {
    operations.read("GetCallerIdentity", GetCallerIdentityRequest::builder, this::identity);
  }

  private GetCallerIdentityResponse identity(Context context, GetCallerIdentityRequest request) {
    return GetCallerIdentityResponse.builder()
        .account(Account.ID)
        .arn("arn:aws:iam::" + Account.ID + ":user/simulated")
        .userId("AIDASIMULATED0000USER")
        .build();
  }
}
