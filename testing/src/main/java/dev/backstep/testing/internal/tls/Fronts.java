package dev.backstep.testing.internal.tls;

import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.state.Lines;
import dev.backstep.testing.internal.state.Part;
import dev.backstep.testing.internal.state.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** The ports of all load balancers on loopback. They follow every change at once. */
public final class Fronts implements Part {

  private static final String EVERYWHERE = "aws-global";
  private static final AtomicInteger ADDRESSES = new AtomicInteger();

  private final Map<String, List<Port>> wanted = new HashMap<>();
  private final Map<String, Front> open = new HashMap<>();
  private final Map<Identity, SSLContext> contexts = new HashMap<>();
  private Answering answering = Answering.OFF;
  private Optional<Identity> behind = Optional.empty();
  private Optional<ExecutorService> threads = Optional.empty();

  private Fronts(Region region) {}

  /** Those of the account; only under its lock. */
  public static Fronts of(Account account) {
    return account.region(EVERYWHERE).part(Fronts.class, Fronts::new);
  }

  /** How they answer from now on. */
  public void answer(Answering changed) {
    answering = changed;
    List.copyOf(wanted.keySet()).forEach(this::adjust);
    if (open.isEmpty()) {
      threads.ifPresent(ExecutorService::shutdownNow);
      threads = Optional.empty();
    }
  }

  /** What the servers behind ports without TLS of their own show from now on. */
  public void standBehind(Identity servers) {
    behind = Optional.of(servers);
    List.copyOf(wanted.keySet()).forEach(this::adjust);
  }

  /**
   * An address of its own for a load balancer, if any are to have ports: of those that Linux has
   * from 127.1.0.1 on, one that no other process will choose soon.
   */
  public Optional<String> address() {
    if (answering == Answering.OFF) {
      return Optional.empty();
    }
    long process = ProcessHandle.current().pid();
    return Optional.of(
        "127.%d.%d.%d"
            .formatted(
                1 + process % 250,
                process / 250 % 256,
                1 + Math.floorMod(ADDRESSES.getAndIncrement(), 254)));
  }

  /** What the load balancer of an address listens on from now on. */
  public void listen(String address, List<Port> ports) {
    if (ports.isEmpty()) {
      wanted.remove(address);
    } else if (address.startsWith("127.")) {
      wanted.put(address, List.copyOf(ports));
    }
    adjust(address);
  }

  private void adjust(String address) {
    boolean any = answering != Answering.OFF && answering != Answering.CLOSED;
    Map<String, Port> ports =
        any
            ? wanted.getOrDefault(address, List.of()).stream()
                .collect(Collectors.toMap(port -> address + ":" + port.number(), port -> port))
            : Map.of();
    for (String key : Set.copyOf(open.keySet())) {
      if (key.startsWith(address + ":") && !ports.containsKey(key)) {
        close(key);
      }
    }
    ports.forEach(
        (key, port) -> {
          Front there = open.get(key);
          if (there == null) {
            open(key, address, port);
          } else {
            there.show(shown(port));
          }
        });
  }

  private void open(String key, String address, Port port) {
    if (threads.isEmpty()) {
      threads = Optional.of(Executors.newCachedThreadPool(Fronts::daemon));
    }
    try {
      open.put(key, new Front(address, port.number(), shown(port), threads.get()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + key + " for a load balancer", e);
    }
  }

  private void close(String key) {
    try {
      Objects.requireNonNull(open.remove(key)).close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + key, e);
    }
  }

  private Optional<SSLContext> shown(Port port) {
    Optional<Identity> identity = port.identity().or(() -> behind);
    if (identity.isEmpty() || answering == Answering.FAILING) {
      return Optional.empty();
    }
    Identity right = identity.get();
    if (answering == Answering.WRONG) {
      Identity wrong =
          new Identity(List.of("wrong.example.net"), right.notBefore(), right.notAfter());
      return Optional.of(
          contexts.computeIfAbsent(wrong, it -> Contexts.of(Authority.get().selfSigned(it))));
    }
    return Optional.of(
        contexts.computeIfAbsent(right, it -> Contexts.of(Authority.get().chain(it))));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "simulated-listener");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void describe(Lines lines) {
    // Ports show what the listeners of load balancers say already.
  }
}
