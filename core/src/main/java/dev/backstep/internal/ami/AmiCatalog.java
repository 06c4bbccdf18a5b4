package dev.backstep.internal.ami;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.ec2.ImageCopyHandler;
import dev.backstep.internal.ec2.ImageCopyStep;
import dev.backstep.internal.ec2.ImageHandler;
import dev.backstep.internal.ec2.ImageReadyHandler;
import dev.backstep.internal.ec2.ImageReadyStep;
import dev.backstep.internal.ec2.ImageStep;
import dev.backstep.internal.ec2.Images;
import dev.backstep.internal.ec2.InstanceStateHandler;
import dev.backstep.internal.ec2.InstanceStateStep;
import dev.backstep.internal.ec2.Instances;
import dev.backstep.internal.ec2.KeyPairs;
import dev.backstep.internal.ec2.StopInstanceHandler;
import dev.backstep.internal.ec2.StopInstanceStep;
import dev.backstep.internal.engine.Catalog;

/** The types of steps that an image's plan is made of, besides groups and rules. */
public final class AmiCatalog {

  private AmiCatalog() {}

  /** Adds them, with handlers that work through an access and share what a build needs to know. */
  public static Catalog addTo(Catalog catalog, AwsAccess aws) {
    Builds builds = new Builds();
    Instances instances = new Instances(aws, builds::leave);
    Images images = new Images(aws);
    KeyPairs pairs = new KeyPairs(aws);
    Console console = new Console(aws);
    Doors doors = new Doors(builds, instances, console, aws.time());
    return catalog
        .deletable(instances)
        .deletable(images)
        .deletable(pairs)
        .step("key-pair", KeyPairStep.class, new KeyPairHandler(aws, pairs, builds))
        .step("instance", InstanceStep.class, new InstanceHandler(aws, builds))
        .step("instance-state", InstanceStateStep.class, new InstanceStateHandler(instances))
        .step("stop-instance", StopInstanceStep.class, new StopInstanceHandler(aws))
        .step(
            "ssh",
            SshStep.class,
            new SshHandler(doors, new BuildFacts(aws, instances, console), builds))
        .step("provision", ProvisionStep.class, new ProvisionHandler(doors, builds, aws.time()))
        .step("log-out", LogOutStep.class, new LogOutHandler(builds, aws.time()))
        .step("image", ImageStep.class, new ImageHandler(aws, images))
        .step("image-copy", ImageCopyStep.class, new ImageCopyHandler(aws, images))
        .step("image-ready", ImageReadyStep.class, new ImageReadyHandler(images));
  }
}
