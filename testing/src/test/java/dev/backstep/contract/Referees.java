package dev.backstep.contract;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Those that are there. One that should be and does not answer fails its checks. */
final class Referees implements ArgumentsProvider {

  /** Has the address of a moto server, such as {@code http://127.0.0.1:5555}. */
  static final String MOTO = "BACKSTEP_MOTO";

  static Optional<URI> moto() {
    return Optional.ofNullable(System.getenv(MOTO))
        .filter(address -> !address.isBlank())
        .map(URI::create);
  }

  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    return Stream.concat(
        Stream.of(Arguments.of(new SimulatorReferee())),
        moto().stream().map(address -> Arguments.of(new MotoReferee(address))));
  }
}
