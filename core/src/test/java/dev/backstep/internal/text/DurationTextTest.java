package dev.backstep.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 ms",
    "PT0.25S, 250 ms",
    "PT1S, 1 s",
    "PT1.5S, 1500 ms",
    "PT30.5S, 30 s",
    "PT60S, 1 min",
    "PT90S, 90 s",
    "PT2M, 2 min",
    "PT2M5S, 2 min 5 s",
    "PT1H, 1 h",
    "PT2H5M59S, 2 h 5 min",
    "PT72H, 72 h"
  })
  void of_whenADurationIsGiven_saysItsTwoLargestUnits(Duration duration, String text) {
    assertThat(DurationText.of(duration)).isEqualTo(text);
  }
}
