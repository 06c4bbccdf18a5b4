package dev.backstep.internal.impala;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancing.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancing.model.TagKeyOnly;

/** The tags of a balancer. */
final class BalancerTags extends BalancerSettings {

  static final String KIND = "load-balancer-tags";

  BalancerTags(AwsAccess aws) {
    super(aws, KIND, balancer -> Map.of());
  }

  @Override
  public Map<String, Map<String, String>> read(List<String> balancers, Attempt run) {
    Map<String, Map<String, String>> values = new HashMap<>();
    for (String name : balancers) {
      try {
        values.put(
            name,
            Readings.tags(
                run.read(
                    "elasticloadbalancing:DescribeTags",
                    () ->
                        aws.elasticLoadBalancing()
                            .describeTags(request -> request.loadBalancerNames(name))
                            .tagDescriptions())));
      } catch (LoadBalancerNotFoundException e) {
        // A balancer that is not there has no values.
      }
    }
    return values;
  }

  @Override
  public String command(String thing, Delta change) {
    boolean removes = change.after().isEmpty();
    String tags =
        (removes ? change.before() : change.after())
            .entrySet().stream()
                .map(
                    tag ->
                        removes
                            ? "Key='%s'".formatted(tag.getKey())
                            : "Key='%s',Value='%s'".formatted(tag.getKey(), tag.getValue()))
                .collect(Collectors.joining(" "));
    return "aws elb %s --region %s --load-balancer-names %s --tags %s"
        .formatted(removes ? "remove-tags" : "add-tags", aws.regionName(), thing, tags);
  }

  @Override
  public void write(String thing, Map<String, String> current, Delta change, Attempt run) {
    if (!change.after().isEmpty()) {
      List<Tag> tags =
          change.after().entrySet().stream()
              .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
              .toList();
      run.change(
          "elasticloadbalancing:AddTags",
          () ->
              aws.elasticLoadBalancing()
                  .addTags(request -> request.loadBalancerNames(thing).tags(tags)));
    }
    List<TagKeyOnly> gone =
        removed(change).stream().map(key -> TagKeyOnly.builder().key(key).build()).toList();
    if (!gone.isEmpty()) {
      run.change(
          "elasticloadbalancing:RemoveTags",
          () ->
              aws.elasticLoadBalancing()
                  .removeTags(request -> request.loadBalancerNames(thing).tags(gone)));
    }
  }
}
