package dev.backstep.internal.ami;

import dev.backstep.ami.Strategy;
import dev.backstep.internal.ami.EncryptionLayout.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people should know before an image is made: why so, what is open to whom, what it costs. */
final class Notes {

  private final Layout layout;
  private final Chosen chosen;
  private final List<String> notes = new ArrayList<>();

  private Notes(Layout layout, Chosen chosen) {
    this.layout = layout;
    this.chosen = chosen;
  }

  static List<String> of(Layout layout, Chosen chosen) {
    Notes all = new Notes(layout, chosen);
    all.strategy();
    if (chosen.strategy().isPresent()) {
      all.key();
      all.access();
      all.cost();
    }
    return List.copyOf(all.notes);
  }

  private void strategy() {
    Optional<Strategy> strategy = chosen.strategy();
    notes.add(
        strategy
            .map(it -> "strategy %s: %s".formatted(it, chosen.reason()))
            .orElse(chosen.reason()));
    if (strategy.equals(Optional.of(Strategy.LAUNCH_ENCRYPTED))
        && layout.source().fromMarketplace()) {
      notes.add(
          "the source is of AWS Marketplace: launching it takes a subscription, and should AWS not launch it with encrypted volumes, Strategy.COPY_AFTER_CREATE is the way");
    }
    boolean billed =
        !layout.source().usageOperation().isEmpty()
            && !layout.source().usageOperation().equals("RunInstances");
    if (billed && strategy.equals(Optional.of(Strategy.COPY))) {
      notes.add(
          "the source is billed as %s: should AWS not copy it, Strategy.LAUNCH_ENCRYPTED is the way"
              .formatted(layout.source().usageOperation()));
    }
  }

  private void key() {
    notes.add(
        "key %s%s"
            .formatted(
                layout.around().key(),
                layout.spec().kmsKey().isPresent()
                    ? ""
                    : ", the account's default for EBS; an image under AWS's own key cannot be shared"));
    if (layout.around().encryptedByDefault()
        && chosen.strategy().equals(Optional.of(Strategy.COPY_AFTER_CREATE))) {
      notes.add(
          "this account encrypts by default, so the intermediate image is encrypted as well, under the default key");
    }
  }

  private boolean launches() {
    return !chosen.strategy().equals(Optional.of(Strategy.COPY));
  }

  private void access() {
    if (!launches()) {
      return;
    }
    EncryptionSpec spec = layout.spec();
    if (layout.provisions().isEmpty()) {
      notes.add("nothing is provisioned, so nobody logs in: no key, and no port is open");
      return;
    }
    notes.add(
        spec.securityGroups().isEmpty()
            ? "open while the build instance lives, about %d min: tcp %d from %s"
                .formatted(minutes(), spec.sshPort(), String.join(", ", layout.clients()))
            : "open while the build instance lives, about %d min: what %s let in"
                .formatted(minutes(), String.join(", ", spec.securityGroups())));
    if (spec.acceptUnknownHostKey()) {
      notes.add("the host key is not checked: whoever has its address can pass for the instance");
    }
    if (spec.keepAuthorizedKey()) {
      notes.add("the temporary key stays authorised in the image; its private half is not kept");
    }
    notes.add(
        "the journal holds the scripts and plain environments given here, for whoever goes on with the run");
  }

  private void cost() {
    int size = layout.source().volumes().stream().mapToInt(Source.Volume::sizeGiB).sum();
    String snapshots = "snapshots of up to %d GiB for as long as the image is kept".formatted(size);
    if (!launches()) {
      notes.add("costs: %s; takes about %d min".formatted(snapshots, copyMinutes(size)));
      return;
    }
    notes.add(
        "costs: a build instance and its volumes for about %d min, %s%s"
            .formatted(
                minutes(),
                snapshots,
                chosen.strategy().equals(Optional.of(Strategy.COPY_AFTER_CREATE))
                    ? ", and as much again while the copy is made"
                    : ""));
  }

  /** Boot, log in, stop, and the image: rough, by size, without the provisioners' own time. */
  private int minutes() {
    int size = layout.source().volumes().stream().mapToInt(Source.Volume::sizeGiB).sum();
    return 2 + copyMinutes(size);
  }

  private static int copyMinutes(int sizeGiB) {
    return 4 + sizeGiB / 8;
  }
}
