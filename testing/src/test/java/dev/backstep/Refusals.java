package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.plan.InvalidSettingsException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What settings that cannot work are answered with. */
final class Refusals {

  private Refusals() {}

  /** The whole message, for a target such as {@code impala/Cluster1}. */
  static String message(String target, List<String> problems) {
    StringBuilder text = new StringBuilder(target + " cannot be planned: " + problems.size());
    text.append(problems.size() == 1 ? " problem" : " problems").append("; nothing was changed");
    problems.forEach(one -> text.append(System.lineSeparator()).append("  - ").append(one));
    return text.toString();
  }

  /** The call is refused with exactly these problems in this order. */
  static void assertRefused(ThrowingCallable call, String target, List<String> problems) {
    InvalidSettingsException refusal =
        org.assertj.core.api.Assertions.catchThrowableOfType(InvalidSettingsException.class, call);
    assertThat(refusal).as("a refusal of " + target).isNotNull();
    assertThat(refusal.problems()).containsExactlyElementsOf(problems);
    assertThat(refusal).hasMessage(message(target, problems));
  }
}
