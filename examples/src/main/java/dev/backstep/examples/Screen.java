package dev.backstep.examples;

import dev.backstep.impala.BalancedCluster;
import dev.backstep.plan.Plan;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import java.io.PrintWriter;

/** Where the programs show what they plan and do. */
final class Screen {

  private final PrintWriter out;

  Screen(PrintWriter out) {
    this.out = out;
  }

  void heading(String text) {
    out.printf("%n== %s ==%n%n", text);
  }

  void line(Object text) {
    out.println(text);
  }

  /** Shows a plan, and what happens as it is executed. */
  <R> R execute(Plan<R> plan) {
    line(plan.describe());
    line("");
    R result = plan.execute(RunOptions.defaults().listener(this::line));
    line("");
    return result;
  }

  /** How clients reach the cluster. */
  void show(BalancedCluster balanced) {
    line("DNS name:         " + balanced.dnsName());
    line("Endpoints:        " + String.join(", ", balanced.endpoints()));
    line("JDBC URL:         " + balanced.jdbcUrl());
    line("Shell:            " + balanced.impalaShell());
    line("Cloudera Manager: " + balanced.impalaDaemonsLoadBalancer());
  }

  void show(RunReport report) {
    line(report.describe());
  }
}
