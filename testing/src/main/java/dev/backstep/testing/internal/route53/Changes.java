package dev.backstep.testing.internal.route53;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.wire.AwsError;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.GetChangeRequest;
import software.amazon.awssdk.services.route53.model.GetChangeResponse;

/** How far changes have come. */
public final class Changes implements Area {

  @Override
  public void addTo(Operations operations) {
    operations.read("GetChange", GetChangeRequest::builder, this::get);
  }

  /** A change of a zone that name servers will have after a while. */
  static ChangeInfo begin(Context context, Zone changed) {
    DnsState dns = DnsState.of(context.account());
    String id = context.account().ids().code("C");
    ChangeInfo change =
        ChangeInfo.builder()
            .id("/change/" + id)
            .status("PENDING")
            .submittedAt(context.now())
            .build();
    dns.changes.put(id, change);
    context.after(context.settings().dnsSync, () -> dns.publish(changed, id));
    return change;
  }

  private GetChangeResponse get(Context context, GetChangeRequest request) {
    String id = DnsState.bare(request.id());
    ChangeInfo change =
        DnsState.of(context.account())
            .changes
            .seen(id)
            .orElseThrow(
                () -> AwsError.of("NoSuchChange", "A change with id %s does not exist", id));
    return GetChangeResponse.builder().changeInfo(change).build();
  }
}
