package dev.backstep.testing;

import dev.backstep.testing.internal.ec2.Ec2State;
import dev.backstep.testing.internal.ec2.Ending;
import dev.backstep.testing.internal.state.Account;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.StateReason;

/**
 * The images of one region as the user adds and changes them by hand, from {@link World#imaging()}.
 */
public final class ImageWorld {

  private final Account account;
  private final String region;

  ImageWorld(Account account, String region) {
    this.account = account;
    this.region = region;
  }

  /**
   * Adds an image with its snapshots.
   *
   * @return its id
   */
  public String add(SampleImage image) {
    return ask(ec2 -> new ImageMaking(ec2).add(image));
  }

  /** Subscribes to what a product code of AWS Marketplace stands for. */
  public void subscribe(String productCode) {
    ask(ec2 -> ec2.subscriptions.add(productCode));
  }

  /** Ends a subscription: launches are refused with {@code OptInRequired}. */
  public void unsubscribe(String productCode) {
    ask(ec2 -> ec2.subscriptions.remove(productCode));
  }

  /**
   * The next image or copy that should become available ends in another way, and so do its
   * snapshots: {@code error}, with the same message.
   *
   * @param state such as {@code failed}, {@code error} or {@code invalid}
   * @param message the reason, as AWS gives it
   */
  public void endNext(String state, String message) {
    ask(ec2 -> ec2.imageEndings.add(new Ending(state, "Client.InternalError", message)));
  }

  /**
   * Puts an image into a state by hand, such as {@code pending}, {@code available} or {@code
   * failed}.
   *
   * @throws NoSuchElementException if there is no such image
   */
  public void setState(String imageId, String state, String message) {
    ask(
        ec2 -> {
          if (ec2.images.get(imageId).isEmpty()) {
            throw new NoSuchElementException("no image " + imageId + " in " + region);
          }
          ec2.images.update(
              imageId,
              it ->
                  it.toBuilder()
                      .state(ImageState.fromValue(state))
                      .stateReason(
                          message.isEmpty()
                              ? null
                              : StateReason.builder()
                                  .code("Client.InternalError")
                                  .message(message)
                                  .build())
                      .build());
          return true;
        });
  }

  /** Lets everybody, {@code all}, or one account make volumes of a snapshot. */
  public void shareSnapshot(String snapshotId, String accountId) {
    ask(ec2 -> ec2.snapshotPermissions.put(snapshotId, Set.of(accountId)));
  }

  /** The region they are in. */
  @Override
  public String toString() {
    return "ImageWorld(" + region + ")";
  }

  private <T> T ask(Function<Ec2State, T> work) {
    return account.asUser(() -> work.apply(Ec2State.of(account.region(region))));
  }
}
