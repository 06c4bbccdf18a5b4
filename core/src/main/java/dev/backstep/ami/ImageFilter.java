package dev.backstep.ami;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which image to start from, as DescribeImages knows it. It must find exactly one, unless {@link
 * #mostRecent()} is said. Immutable: each setting gives a changed copy.
 *
 * @param owners account ids, {@code self}, {@code amazon}, {@code aws-marketplace}; at least one,
 *     since otherwise any account's image could match; empty if the filter is an id
 * @param filters names and values of filters; several values of one are alternatives, and {@code *}
 *     and {@code ?} in them are wild cards
 * @param newest whether the one with the latest creation date is taken of several
 * @param withDeprecated whether deprecated images count
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html">DescribeImages</a>
 */
public record ImageFilter(
    List<String> owners,
    Map<String, List<String>> filters,
    boolean newest,
    boolean withDeprecated) {

  private static final String IMAGE_ID = "image-id";

  /** Copies the collections. */
  public ImageFilter {
    owners = List.copyOf(owners);
    Map<String, List<String>> copy = new LinkedHashMap<>();
    filters.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    filters = java.util.Collections.unmodifiableMap(copy);
  }

  /** The image of an id, whoever's it is and deprecated or not. */
  public static ImageFilter id(String imageId) {
    Objects.requireNonNull(imageId, "imageId");
    return new ImageFilter(List.of(), Map.of(IMAGE_ID, List.of(imageId)), false, true);
  }

  /**
   * Images of these owners.
   *
   * @param owners account ids, {@code self}, {@code amazon}, {@code aws-marketplace}
   */
  public static ImageFilter ownedBy(String... owners) {
    return new ImageFilter(List.of(owners), Map.of(), false, false);
  }

  /** With this product code, such as {@code aw0evgkw8e5c1q413zgy5pjce} of CentOS 7. */
  public ImageFilter productCode(String code) {
    return filter("product-code", code);
  }

  /** {@code hvm} or {@code paravirtual}. */
  public ImageFilter virtualizationType(String type) {
    return filter("virtualization-type", type);
  }

  /** {@code x86_64}, {@code arm64} or {@code i386}. */
  public ImageFilter architecture(String architecture) {
    return filter("architecture", architecture);
  }

  /** With a name like this; {@code *} and {@code ?} are wild cards. */
  public ImageFilter name(String pattern) {
    return filter("name", pattern);
  }

  /** {@code ebs} or {@code instance-store}; only {@code ebs} can be encrypted. */
  public ImageFilter rootDeviceType(String type) {
    return filter("root-device-type", type);
  }

  /** Any other filter of DescribeImages, instead of one of that name given before. */
  public ImageFilter filter(String name, String... values) {
    Objects.requireNonNull(name, "filter");
    Map<String, List<String>> more = new LinkedHashMap<>(filters);
    more.put(name, List.of(values));
    return new ImageFilter(owners, more, newest, withDeprecated);
  }

  /** Takes the one with the latest creation date where several match. Default: that is an error. */
  public ImageFilter mostRecent() {
    return new ImageFilter(owners, filters, true, withDeprecated);
  }

  /** Deprecated images count as well. Default: they do not. */
  public ImageFilter includeDeprecated() {
    return new ImageFilter(owners, filters, newest, true);
  }

  /** Such as {@code owner aws-marketplace, product-code aw0..., most recent}. */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    if (!owners.isEmpty()) {
      words.add("owner " + String.join(" or ", owners));
    }
    filters.forEach((name, values) -> words.add(name + " " + String.join(" or ", values)));
    if (newest) {
      words.add("most recent");
    }
    return String.join(", ", words);
  }
}
