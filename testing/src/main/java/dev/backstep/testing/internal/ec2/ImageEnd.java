package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotReturnCode;
import software.amazon.awssdk.services.ec2.model.DeregisterImageRequest;
import software.amazon.awssdk.services.ec2.model.DeregisterImageResponse;
import software.amazon.awssdk.services.ec2.model.Image;

/** Deregistering images, whose snapshots stay unless asked for. */
public final class ImageEnd implements Area {

  @Override
  public void addTo(Operations operations) {
    operations.write("DeregisterImage", DeregisterImageRequest::builder, this::deregister);
  }

  private DeregisterImageResponse deregister(Context context, DeregisterImageRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    String id = Missing.required(request.imageId(), "imageId");
    Image image = Images.own(ec2, id);
    ec2.images.remove(id);
    ec2.imageSnapshots.remove(id);
    ec2.launchPermissions.remove(id);
    ec2.forget(id);
    ec2.deregistered.add(id);
    DeregisterImageResponse.Builder answer = DeregisterImageResponse.builder().returnValue(true);
    if (Boolean.TRUE.equals(request.deleteAssociatedSnapshots())) {
      answer.deleteSnapshotResults(delete(ec2, ImageGrowth.snapshotIds(image)));
    }
    return answer.build();
  }

  private static List<DeleteSnapshotReturnCode> delete(Ec2State ec2, List<String> ids) {
    List<DeleteSnapshotReturnCode> results = new ArrayList<>();
    for (String id : ids) {
      String code = "success";
      if (Snapshots.userOf(ec2, id).isPresent()) {
        code = "skipped";
      } else if (ec2.snapshots.get(id).filter(Snapshots::isOwn).isEmpty()) {
        code = "client-error";
      } else {
        Snapshots.remove(ec2, id);
      }
      results.add(DeleteSnapshotReturnCode.builder().snapshotId(id).returnCode(code).build());
    }
    return results;
  }
}
