package dev.backstep.testing;

import dev.backstep.plan.TimeSource;
import dev.backstep.testing.internal.Cloud;
import dev.backstep.testing.internal.service.PreparedCall;
import dev.backstep.testing.internal.service.PreparedCall.Answer;
import dev.backstep.testing.internal.state.Ids;
import dev.backstep.testing.internal.wire.AwsError;
import dev.backstep.testing.internal.wire.HttpAnswer;
import dev.backstep.testing.internal.wire.HttpCall;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way of every call: written down, delayed, spoilt or carried out, answered. The user's calls
 * are written into a book of their own, and neither delayed nor spoilt.
 */
final class CallPipeline {

  private final Cloud cloud;
  private final TimeSource time;
  private final LedgerBook book = new LedgerBook();
  private final LedgerBook userBook = new LedgerBook();
  private final FaultBook faults = new FaultBook();
  private final Map<String, Duration> latencies = new ConcurrentHashMap<>();
  private volatile Duration latency = Duration.ZERO;

  CallPipeline(Cloud cloud, TimeSource time) {
    this.cloud = cloud;
    this.time = time;
  }

  LedgerBook book() {
    return book;
  }

  LedgerBook userBook() {
    return userBook;
  }

  FaultBook faults() {
    return faults;
  }

  void latency(Duration each) {
    this.latency = each;
  }

  void latency(String operation, Duration each) {
    latencies.put(operation, each);
  }

  /**
   * Answers a call.
   *
   * @throws IOException if the client is to see no answer
   */
  HttpAnswer answer(HttpCall http) throws IOException {
    HttpAnswer answer = answerWhole(http);
    return http.method().equals("HEAD") ? answer.headOnly() : answer;
  }

  private HttpAnswer answerWhole(HttpCall http) throws IOException {
    PreparedCall prepared = cloud.prepare(http);
    if (prepared.byUser()) {
      Call call = userBook.open(sequence -> call(sequence, -sequence, prepared, http));
      return seen(userBook, call, prepared.act(call.requestId()));
    }
    Call call = book.open(sequence -> call(sequence, sequence, prepared, http));
    FaultBook.Verdict verdict = faults.verdict(call);
    pause(latencies.getOrDefault(call.operation(), latency).plus(verdict.delay()));
    if (verdict.fault().isEmpty()) {
      return seen(book, call, prepared.act(call.requestId()));
    }
    return spoilt(call, prepared, verdict.fault().get());
  }

  private HttpAnswer spoilt(Call call, PreparedCall prepared, Fault fault) throws IOException {
    String id = call.requestId();
    switch (fault.kind()) {
      case ACT_LATER -> {
        prepared.actLater(fault.duration(), id, answer -> unseen(call, answer.acted()));
        throw new SocketTimeoutException("Read timed out");
      }
      case ANSWER_LOST -> {
        unseen(call, fault.acts() && prepared.act(id).acted());
        throw new SocketTimeoutException("Read timed out");
      }
      case RESET -> {
        unseen(call, fault.acts() && prepared.act(id).acted());
        throw new SocketException("Connection reset");
      }
      case GARBAGE -> {
        Answer answer = prepared.act(id);
        return seen(
            book, call, new Answer(answer.http().truncated(), answer.errorCode(), answer.acted()));
      }
      case THROTTLE -> {
        return seen(book, call, refused(prepared, prepared.throttle(), fault, id));
      }
      case REFUSE -> {
        return seen(
            book,
            call,
            refused(prepared, AwsError.of(fault.code(), "%s", fault.message()), fault, id));
      }
      default -> {
        return seen(book, call, refused(prepared, prepared.failure(fault.status()), fault, id));
      }
    }
  }

  private static Answer refused(PreparedCall prepared, AwsError error, Fault fault, String id) {
    boolean acted = fault.acts() && prepared.act(id).acted();
    Answer refusal = prepared.refuse(error, id);
    return new Answer(refusal.http(), refusal.errorCode(), acted);
  }

  private static HttpAnswer seen(LedgerBook book, Call call, Answer answer) {
    book.update(
        call, it -> it.answered(answer.http().status(), answer.errorCode(), answer.acted()));
    return answer.http().with("x-amzn-RequestId", call.requestId());
  }

  private void unseen(Call call, boolean acted) {
    book.update(call, it -> it.answered(0, Optional.empty(), acted));
  }

  private Call call(long sequence, long requestNumber, PreparedCall prepared, HttpCall http) {
    return new Call(
        sequence,
        time.now(),
        prepared.region(),
        prepared.service(),
        prepared.operation(),
        prepared.mutating(),
        prepared.parameters(),
        0,
        Optional.empty(),
        false,
        Ids.request(requestNumber),
        http.header("user-agent"));
  }

  private void pause(Duration duration) throws InterruptedIOException {
    if (duration.isZero()) {
      return;
    }
    try {
      time.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the simulated answer");
    }
  }
}
