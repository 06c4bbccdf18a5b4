package dev.backstep.testing;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One call that {@link SimulatedAws} was asked for.
 *
 * @param sequence its number, from 1, in the order of arrival
 * @param time when it arrived, on the simulation's time source
 * @param region such as {@code us-west-2}
 * @param service the signing name, such as {@code elasticloadbalancing}
 * @param operation such as {@code CreateLoadBalancer}
 * @param mutating whether a success can change something
 * @param parameters the request, flat: {@code Listeners.1.LoadBalancerPort=21000}; the names are
 *     those of the API's model, lists count from 1
 * @param status the HTTP status that the client saw; 0 if it has seen none: not yet, or never
 * @param errorCode the error code that the client saw
 * @param acted whether the service carried it out, whatever the client saw
 * @param requestId the id in the answer
 * @param userAgent what the client says of itself
 */
public record Call(
    long sequence,
    Instant time,
    String region,
    String service,
    String operation,
    boolean mutating,
    Map<String, String> parameters,
    int status,
    Optional<String> errorCode,
    boolean acted,
    String requestId,
    String userAgent) {

  /** The parameter with the given path, such as {@code GroupName}; empty text if it is not set. */
  public String parameter(String path) {
    return parameters.getOrDefault(path, "");
  }

  Call answered(int newStatus, Optional<String> newErrorCode, boolean newActed) {
    return new Call(
        sequence,
        time,
        region,
        service,
        operation,
        mutating,
        parameters,
        newStatus,
        newErrorCode,
        newActed,
        requestId,
        userAgent);
  }

  /** One line, such as {@code #7 CreateLoadBalancer 200}. */
  @Override
  public String toString() {
    String outcome = status == 0 ? "no answer" : String.valueOf(status);
    String code = errorCode.map(it -> " " + it).orElse("");
    return "#" + sequence + " " + operation + " " + outcome + code + (acted ? "" : " (not acted)");
  }
}
