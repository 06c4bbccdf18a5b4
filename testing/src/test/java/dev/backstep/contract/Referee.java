package dev.backstep.contract;

import dev.backstep.plan.TimeSource;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.http.SdkHttpClient;

/** A service that answers as AWS does, and so decides whether a plan did what it said. */
interface Referee extends AutoCloseable {

  /** The region that all checks work in. */
  String REGION = "us-west-2";

  /** What the report calls it. */
  String name();

  /** Where it is; empty if it is in this process. */
  Optional<URI> endpoint();

  /** What carries calls to it. It changes with {@link #reset()}. */
  SdkHttpClient http();

  /** The clock that it lives by. */
  TimeSource time();

  /** In which points it is known not to do as AWS does. */
  Set<Departure> departures();

  /** Forgets everything. */
  void reset();

  /** Adds a VPC tagged with a name. */
  String addVpc(String name, String cidr);

  /** Adds a subnet tagged with a name. */
  String addSubnet(String vpc, String name, String cidr, String zone);

  /** Adds an image of the account with one unencrypted root volume, which can be launched. */
  String addImage(String name);

  /** Returns when nothing is on its way any more: no instance pending, no interface lingering. */
  void settle();

  @Override
  void close();
}
