package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Page;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Filter;

/** How every Describe operation of EC2 picks and pages. */
final class Listing<T> {

  private final Function<T, String> id;
  private final Filters<T> filters;
  private final String notFound;
  private final String label;

  /**
   * @param notFound the code for an id that is not there
   * @param label how a message calls the thing
   */
  Listing(Function<T, String> id, Filters<T> filters, String notFound, String label) {
    this.id = id;
    this.filters = filters;
    this.notFound = notFound;
    this.label = label;
  }

  Page<T> page(
      Context context,
      List<T> all,
      List<String> ids,
      List<Filter> wanted,
      @Nullable Integer maxResults,
      @Nullable String token) {
    checkSize(ids, maxResults);
    List<T> named = ids.isEmpty() ? all : named(all, ids);
    List<T> selected = filters.select(named, wanted);
    int cap = context.settings().ec2PageSize;
    int size = ids.isEmpty() ? cap : Integer.MAX_VALUE;
    return Page.of(selected, id, token, maxResults == null ? size : Math.min(maxResults, cap));
  }

  private void checkSize(List<String> ids, @Nullable Integer maxResults) {
    if (maxResults == null) {
      return;
    }
    if (!ids.isEmpty()) {
      throw AwsError.of(
          "InvalidParameterCombination",
          "The parameter for ids cannot be used with the parameter maxResults");
    }
    if (maxResults < 5 || maxResults > 1000) {
      throw AwsError.of(
          "InvalidParameterValue",
          "Value ( %d ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.",
          maxResults);
    }
  }

  private List<T> named(List<T> all, List<String> ids) {
    for (String wanted : ids) {
      if (all.stream().noneMatch(it -> id.apply(it).equals(wanted))) {
        throw AwsError.of(notFound, "The %s '%s' does not exist", label, wanted);
      }
    }
    return all.stream().filter(it -> ids.contains(id.apply(it))).toList();
  }
}
