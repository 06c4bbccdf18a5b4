package dev.backstep.internal.planning;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of addresses in canonical form, as AWS keeps it: host bits are zero.
 *
 * @param bits 32 for IPv4, 128 for IPv6
 * @param first the first address of the block
 * @param prefix how many leading bits are fixed
 */
public record Cidr(int bits, BigInteger first, int prefix) {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  /** Reads such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}; empty when it is neither. */
  public static Optional<Cidr> parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 2 || !parts[1].matches("\\d{1,3}")) {
      return Optional.empty();
    }
    return address(parts[0]).flatMap(address -> block(address, Integer.parseInt(parts[1])));
  }

  /** Whether these blocks together leave no address of IPv4, or none of IPv6, out. */
  public static boolean coverTheWorld(List<Cidr> blocks) {
    return covers(blocks, 32) || covers(blocks, 128);
  }

  /** As AWS writes it. */
  @Override
  public String toString() {
    byte[] bytes = new byte[bits / 8];
    byte[] number = first.toByteArray();
    int length = Math.min(number.length, bytes.length);
    System.arraycopy(number, number.length - length, bytes, bytes.length - length, length);
    try {
      String host = InetAddress.getByAddress(bytes).getHostAddress();
      return (bits == 128 ? shortIpv6(host) : host) + "/" + prefix;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  private BigInteger end() {
    return first.add(BigInteger.ONE.shiftLeft(bits - prefix));
  }

  private static boolean covers(List<Cidr> blocks, int bits) {
    BigInteger reached = BigInteger.ZERO;
    List<Cidr> inOrder =
        blocks.stream()
            .filter(block -> block.bits == bits)
            .sorted(Comparator.comparing(Cidr::first))
            .toList();
    for (Cidr block : inOrder) {
      if (block.first.compareTo(reached) > 0) {
        return false;
      }
      reached = reached.max(block.end());
    }
    return reached.equals(BigInteger.ONE.shiftLeft(bits));
  }

  private static Optional<Cidr> block(byte[] address, int prefix) {
    int bits = address.length * 8;
    if (prefix > bits) {
      return Optional.empty();
    }
    BigInteger mask =
        BigInteger.ONE.shiftLeft(prefix).subtract(BigInteger.ONE).shiftLeft(bits - prefix);
    return Optional.of(new Cidr(bits, new BigInteger(1, address).and(mask), prefix));
  }

  private static Optional<byte[]> address(String host) {
    boolean ipv4 = IPV4.matcher(host).matches();
    boolean literal =
        ipv4
            ? Arrays.stream(host.split("\\.")).allMatch(part -> Integer.parseInt(part) < 256)
            : IPV6.matcher(host).matches();
    if (!literal) {
      return Optional.empty();
    }
    try {
      byte[] address = InetAddress.getByName(host).getAddress();
      // Java reads ::ffff:10.0.0.0 as IPv4; its block would be another one.
      return Optional.of(address).filter(bytes -> ipv4 == (bytes.length == 4));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Shortens the longest run of zero groups, as RFC 5952 has it. */
  private static String shortIpv6(String full) {
    String best = "";
    for (int groups = 8; groups >= 2 && best.isEmpty(); groups--) {
      java.util.regex.Matcher run =
          Pattern.compile("(^|:)0(:0){%d}(:|$)".formatted(groups - 1)).matcher(full);
      if (run.find()) {
        best = run.replaceFirst("::");
      }
    }
    return best.isEmpty() ? full : best;
  }
}
