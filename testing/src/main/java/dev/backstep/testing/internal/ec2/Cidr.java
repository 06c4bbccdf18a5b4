package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.wire.AwsError;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A block of addresses, its host bits cleared as AWS clears them. */
public final class Cidr {

  private static final Pattern V4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*/\\d{1,3}");

  private final byte[] address;
  private final int prefix;

  private Cidr(byte[] address, int prefix) {
    this.address = address;
    this.prefix = prefix;
  }

  /** Reads a block such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}. */
  public static Cidr parse(String text) {
    if (V4.matcher(text).matches() || V6.matcher(text).matches()) {
      int slash = text.indexOf('/');
      int prefix = Integer.parseInt(text.substring(slash + 1));
      byte[] address = literal(text.substring(0, slash), text);
      if (prefix <= address.length * 8) {
        return new Cidr(masked(address, prefix), prefix);
      }
    }
    throw malformed(text);
  }

  boolean isV6() {
    return address.length == 16;
  }

  /** How many addresses the block has. */
  public long size() {
    return 1L << Math.min(62, address.length * 8 - prefix);
  }

  /** Whether the block holds the address. */
  public boolean contains(String ip) {
    byte[] other = literal(ip, ip);
    return other.length == address.length && Arrays.equals(masked(other, prefix), address);
  }

  /** Whether the block holds the whole of the other one. */
  public boolean contains(Cidr other) {
    return other.address.length == address.length
        && other.prefix >= prefix
        && Arrays.equals(masked(other.address, prefix), address);
  }

  /** The address that many places after the first one. */
  public String address(long offset) {
    byte[] sum = new BigInteger(1, address).add(BigInteger.valueOf(offset)).toByteArray();
    byte[] bytes = new byte[address.length];
    int length = Math.min(sum.length, bytes.length);
    System.arraycopy(sum, sum.length - length, bytes, bytes.length - length, length);
    return text(bytes);
  }

  @Override
  public String toString() {
    return text(address) + "/" + prefix;
  }

  private static String text(byte[] bytes) {
    try {
      String text = InetAddress.getByAddress(bytes).getHostAddress();
      return bytes.length == 4 ? text : compressed(text);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The longest run of zeros as a double colon. */
  private static String compressed(String full) {
    for (int zeros = 8; zeros > 1; zeros--) {
      Matcher run = Pattern.compile("(^|:)0(:0){" + (zeros - 1) + "}(:|$)").matcher(full);
      if (run.find()) {
        return full.substring(0, run.start()) + "::" + full.substring(run.end());
      }
    }
    return full;
  }

  private static byte[] literal(String ip, String whole) {
    try {
      return InetAddress.getByName(ip).getAddress();
    } catch (UnknownHostException notAnAddress) {
      throw malformed(whole);
    }
  }

  private static byte[] masked(byte[] address, int prefix) {
    byte[] masked = address.clone();
    for (int bit = prefix; bit < masked.length * 8; bit++) {
      masked[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
    }
    return masked;
  }

  private static AwsError malformed(String text) {
    return AwsError.of("InvalidParameterValue", "CIDR block %s is malformed", text);
  }
}
