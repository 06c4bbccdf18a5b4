package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputRequest;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;

/** What instances have written on their consoles. */
public final class Consoles implements Area {

  @Override
  public void addTo(Operations operations) {
    operations.read("GetConsoleOutput", GetConsoleOutputRequest::builder, this::get);
  }

  private GetConsoleOutputResponse get(Context context, GetConsoleOutputRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    String id = Missing.required(request.instanceId(), "instanceId");
    ec2.instances.seen(id).orElseThrow(() -> Missing.instance(id));
    @Nullable String text = ec2.consoles.get(id);
    if (text == null) {
      text = context.settings().console.apply(id).orElse(null);
    }
    return GetConsoleOutputResponse.builder()
        .instanceId(id)
        .timestamp(context.now())
        .output(
            text == null
                ? null
                : Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
        .build();
  }
}
