package dev.backstep.testing;

import dev.backstep.testing.internal.state.Account;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an image is like that {@link ImageWorld#add(SampleImage)} adds. Unless said otherwise it is
 * the account's own, available, for x86_64 and HVM, with one unencrypted gp2 volume of 8 GiB,
 * {@code /dev/xvda}, that ends with its instance. Each setter changes this sample and gives it
 * back.
 *
 * <pre>{@code
 * String source = aws.world().imaging().add(SampleImage.centOs7());
 * String theirs = aws.world().imaging().add(
 *     SampleImage.named("golden").sharedBy("210987654321").withReadableSnapshots());
 * }</pre>
 */
public final class SampleImage {

  /** The number under which AWS Marketplace owns images. */
  public static final String MARKETPLACE = "679593333241";

  final String name;
  final List<Device> devices = new ArrayList<>();
  final Map<String, String> tags = new TreeMap<>();
  String description = "";
  String ownerId = Account.ID;
  Optional<String> ownerAlias = Optional.empty();
  Optional<String> productCode = Optional.empty();
  Optional<Instant> createdAt = Optional.empty();
  Optional<Instant> deprecatedAt = Optional.empty();
  Optional<String> key = Optional.empty();
  String architecture = "x86_64";
  String virtualizationType = "hvm";
  String rootDeviceType = "ebs";
  String state = "available";
  String usageOperation = "RunInstances";
  boolean isPublic;
  boolean readableSnapshots;
  boolean secondImds;

  private SampleImage(String name) {
    this.name = name;
    devices.add(new Device("/dev/xvda", 8, "gp2", true));
  }

  /** An image of the account itself. */
  public static SampleImage named(String name) {
    return new SampleImage(name);
  }

  /**
   * CentOS 7 of AWS Marketplace as the image of December 2018: product code {@code
   * aw0evgkw8e5c1q413zgy5pjce}, and a root volume {@code /dev/sda1} that outlives its instance.
   */
  public static SampleImage centOs7() {
    return named(
            "CentOS Linux 7 x86_64 HVM EBS ENA 1901_01-b7ee8a69-ee97-4a49-9e68-afaee216db2e"
                + "-ami-05713873c6794f575.4")
        .describedAs("CentOS Linux 7 x86_64 HVM EBS ENA 1901_01")
        .ofMarketplace("aw0evgkw8e5c1q413zgy5pjce")
        .rootDevice("/dev/sda1", 8, "gp2", false)
        .createdAt(Instant.parse("2019-01-30T23:43:37Z"));
  }

  /** CentOS 6 of AWS Marketplace: product code {@code 6x5jmcajty9edm3f211pqjfn2}. */
  public static SampleImage centOs6() {
    return named(
            "CentOS Linux 6 x86_64 HVM EBS ENA 1901_01-74e73035-3435-48d6-88e0-89cc02ad83ee"
                + "-ami-0ac33acd3b2a4c2c6.4")
        .describedAs("CentOS Linux 6 x86_64 HVM EBS ENA 1901_01")
        .ofMarketplace("6x5jmcajty9edm3f211pqjfn2")
        .rootDevice("/dev/sda1", 8, "gp2", false)
        .createdAt(Instant.parse("2019-01-30T23:40:58Z"));
  }

  /** Its description; default none. */
  public SampleImage describedAs(String text) {
    this.description = text;
    return this;
  }

  /**
   * It is a public image of AWS Marketplace with a product code. The account needs {@link
   * ImageWorld#subscribe(String)} to launch it, and may not copy it.
   */
  public SampleImage ofMarketplace(String code) {
    this.ownerId = MARKETPLACE;
    this.ownerAlias = Optional.of("aws-marketplace");
    this.isPublic = true;
    return productCode(code);
  }

  /** It is a public image of Amazon's whose snapshots everybody may read. */
  public SampleImage ofAmazon() {
    this.ownerId = "137112412989";
    this.ownerAlias = Optional.of("amazon");
    this.isPublic = true;
    this.readableSnapshots = true;
    return this;
  }

  /** It belongs to another account, which lets this one launch it. */
  public SampleImage sharedBy(String accountId) {
    this.ownerId = accountId;
    return this;
  }

  /** Its owner lets this account read its snapshots too, and so copy it. */
  public SampleImage withReadableSnapshots() {
    this.readableSnapshots = true;
    return this;
  }

  /** Everybody may launch it. */
  public SampleImage isPublic() {
    this.isPublic = true;
    return this;
  }

  /** It has a product code of AWS Marketplace, as images made from one of theirs have. */
  public SampleImage productCode(String code) {
    this.productCode = Optional.of(code);
    return this;
  }

  /** What its use is billed as, such as {@code RunInstances:0010} for Red Hat. */
  public SampleImage billedAs(String usageOperation) {
    this.usageOperation = usageOperation;
    return this;
  }

  /**
   * All its volumes are encrypted.
   *
   * @param keyArn of a key of this account, or of another that is shared with it
   */
  public SampleImage encryptedUnder(String keyArn) {
    this.key = Optional.of(keyArn);
    return this;
  }

  /** Its root volume, instead of the usual one. */
  public SampleImage rootDevice(
      String device, int gibibytes, String type, boolean deleteOnTermination) {
    devices.set(0, new Device(device, gibibytes, type, deleteOnTermination));
    return this;
  }

  /** One more volume. */
  public SampleImage volume(
      String device, int gibibytes, String type, boolean deleteOnTermination) {
    devices.add(new Device(device, gibibytes, type, deleteOnTermination));
    return this;
  }

  /** It has no EBS volumes: its root device is an instance store. */
  public SampleImage instanceStore() {
    this.rootDeviceType = "instance-store";
    return this;
  }

  /** Such as {@code arm64}. */
  public SampleImage architecture(String name) {
    this.architecture = name;
    return this;
  }

  /** Such as {@code paravirtual}. */
  public SampleImage virtualizationType(String name) {
    this.virtualizationType = name;
    return this;
  }

  /** Its instances require the second version of the metadata service. */
  public SampleImage requiresImdsV2() {
    this.secondImds = true;
    return this;
  }

  /** When it was made; default now. */
  public SampleImage createdAt(Instant time) {
    this.createdAt = Optional.of(time);
    return this;
  }

  /** Since when it is deprecated. */
  public SampleImage deprecatedAt(Instant time) {
    this.deprecatedAt = Optional.of(time);
    return this;
  }

  /** Its state, such as {@code pending}, in which it stays. */
  public SampleImage inState(String name) {
    this.state = name;
    return this;
  }

  /** Adds a tag, which only its owner sees. */
  public SampleImage tag(String tagKey, String value) {
    tags.put(tagKey, value);
    return this;
  }

  /** Its name and owner. */
  @Override
  public String toString() {
    return "SampleImage(" + name + ", owner " + ownerAlias.orElse(ownerId) + ")";
  }

  record Device(String name, int gibibytes, String type, boolean deleteOnTermination) {}
}
