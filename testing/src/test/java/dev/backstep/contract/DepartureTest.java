package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DepartureTest {

  @ParameterizedTest
  @EnumSource
  void check_ofEachDeparture_isThere(Departure departure) throws ClassNotFoundException {
    String[] names = departure.check().split("\\.");
    Class<?> suite = Class.forName(Departure.class.getPackageName() + "." + names[0]);

    assertThat(suite).hasAnnotation(OnEachReferee.class);
    assertThat(Arrays.stream(suite.getDeclaredMethods()))
        .filteredOn(method -> method.isAnnotationPresent(Test.class))
        .extracting(Method::getName)
        .contains(names[1]);
  }
}
