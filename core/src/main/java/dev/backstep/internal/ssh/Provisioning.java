package dev.backstep.internal.ssh;

import dev.backstep.ami.Provisioner;
import dev.backstep.ami.Shell;
import dev.backstep.ami.Upload;
import dev.backstep.internal.planning.Problems;
import java.util.ArrayList;
import java.util.List;

/** Turns provisioners into data for steps, and finds all that is wrong with them, offline. */
public final class Provisioning {

  private Provisioning() {}

  /**
   * What each provisioner is as data, in order. Local files are read for their hashes. What is
   * wrong goes to the problems; the result is of no use when there are any.
   */
  public static List<Provision> plan(List<Provisioner> provisioners, Problems problems) {
    List<Provision> planned = new ArrayList<>();
    for (int i = 0; i < provisioners.size(); i++) {
      Provisioner provisioner = provisioners.get(i);
      String setting = "provision %d, %s".formatted(i + 1, provisioner);
      if (provisioner instanceof Shell shell) {
        new ShellPlanner(setting, shell, problems).plan().ifPresent(planned::add);
      } else {
        UploadPlanner.plan(setting, (Upload) provisioner, problems).ifPresent(planned::add);
      }
    }
    return List.copyOf(planned);
  }
}
