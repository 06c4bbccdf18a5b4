package dev.backstep.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.internal.engine.ErrorClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each error code of AWS means, written down a second time. */
class ErrorTableTest {

  private static final String THROTTLE =
      """
      Throttling ThrottlingException ThrottledException RequestThrottledException RequestThrottled
      RequestLimitExceeded EC2ThrottledException TooManyRequestsException SlowDown
      BandwidthLimitExceeded PriorRequestNotComplete DependencyThrottle
      SnapshotCreationPerVolumeRateExceeded ConcurrentTagAccess
      """;
  private static final String TRANSIENT =
      """
      InternalError InternalFailure InternalServerError ServiceUnavailable Unavailable
      RequestTimeout RequestTimeoutException KMSInternalException DependencyTimeoutException
      """;
  private static final String EVENTUAL =
      """
      InvalidInstanceID.NotFound InvalidInstance InvalidAMIID.NotFound InvalidAMIID.Unavailable
      InvalidGroup.NotFound InvalidGroupId.NotFound InvalidSecurityGroup InvalidKeyPair.NotFound
      InvalidSnapshot.NotFound InvalidSecurityGroupRuleId.NotFound CertificateNotFound
      PolicyNotFound
      """;
  private static final String BUSY =
      """
      DependencyViolation InvalidGroup.InUse InvalidSnapshot.InUse IncorrectInstanceState
      IncorrectState VolumeInUse ResourceInUseException OperationAborted
      ConditionalRequestConflict DuplicateListener
      """;
  private static final String MAYBE_OURS =
      """
      InvalidGroup.Duplicate InvalidKeyPair.Duplicate InvalidAMIName.Duplicate
      InvalidPermission.Duplicate DuplicateLoadBalancerName DuplicatePolicyName
      EntityAlreadyExists
      """;
  private static final String GONE =
      """
      AccessPointNotFound LoadBalancerNotFound ResourceNotFoundException InvalidVpcID.NotFound
      NotFoundException
      InvalidSubnetID.NotFound InvalidNetworkInterfaceID.NotFound InvalidVolume.NotFound
      InvalidPermission.NotFound
      """;
  private static final String CAPACITY =
      """
      InsufficientInstanceCapacity InsufficientFreeAddressesInSubnet MaxSpotInstanceCountExceeded
      InsufficientAddressCapacity InsufficientVolumeCapacity Unsupported
      """;
  private static final String QUOTA =
      """
      TooManyLoadBalancers LimitExceededException InstanceLimitExceeded VcpuLimitExceeded
      PendingSnapshotLimitExceeded ResourceLimitExceeded RulesPerSecurityGroupLimitExceeded
      SecurityGroupLimitExceeded SecurityGroupsPerInterfaceLimitExceeded AddressLimitExceeded
      """;
  private static final String CREDENTIAL =
      """
      ExpiredToken ExpiredTokenException RequestExpired AuthFailure InvalidClientTokenId
      UnrecognizedClientException SignatureDoesNotMatch CredentialsNotFound
      """;
  private static final String CLOCK =
      "RequestTimeTooSkewed RequestInTheFuture InvalidSignatureException";
  private static final String DENIED =
      """
      UnauthorizedOperation AccessDenied AccessDeniedException OptInRequired
      KMSKeyNotAccessibleFault
      """;
  private static final String TOKEN = "IdempotentParameterMismatch IdempotentInstanceTerminated";
  private static final String INVALID =
      """
      InvalidParameter InvalidParameterValue InvalidParameterCombination InvalidParameterException
      MissingParameter Malformed MalformedQueryString MalformedPolicyDocument ValidationError
      UnsupportedOperation InvalidBlockDeviceMapping EncryptedVolumesNotSupported InvalidKey.Format
      InvalidArnException InvalidAMIID.Malformed InvalidInstanceID.Malformed InvalidAMIName.Malformed
      """;
  private static final String PROTECTED = "OperationNotPermitted DryRunOperation";
  private static final String REFUSED = "InvalidRequest";

  private static final Map<ErrorClass, String> EXPECTED =
      Map.ofEntries(
          Map.entry(ErrorClass.THROTTLE, THROTTLE),
          Map.entry(ErrorClass.TRANSIENT, TRANSIENT),
          Map.entry(ErrorClass.EVENTUAL, EVENTUAL),
          Map.entry(ErrorClass.BUSY, BUSY),
          Map.entry(ErrorClass.MAYBE_OURS, MAYBE_OURS),
          Map.entry(ErrorClass.GONE, GONE),
          Map.entry(ErrorClass.CAPACITY, CAPACITY),
          Map.entry(ErrorClass.QUOTA, QUOTA),
          Map.entry(ErrorClass.CREDENTIAL, CREDENTIAL),
          Map.entry(ErrorClass.CLOCK, CLOCK),
          Map.entry(ErrorClass.DENIED, DENIED),
          Map.entry(ErrorClass.TOKEN, TOKEN),
          Map.entry(ErrorClass.INVALID, INVALID),
          Map.entry(ErrorClass.PROTECTED, PROTECTED),
          Map.entry(ErrorClass.REFUSED, REFUSED));

  static Stream<Arguments> codes() {
    return EXPECTED.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(row -> words(row.getValue()).map(code -> Arguments.of(code, row.getKey())));
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.trim().split("\\s+"));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @MethodSource("codes")
  void classify_whenTheCodeIsKnown_doesNotDependOnTheStatus(String code, ErrorClass expected) {
    for (int status : new int[] {400, 401, 403, 404, 409, 412, 429, 500, 503}) {
      assertThat(ErrorTable.classify(code, status, "any words"))
          .as("%d", status)
          .isEqualTo(expected);
    }
  }

  @Test
  void rows_whenComparedWithThisTest_areAllInIt() {
    List<String> untested = new ArrayList<>();
    for (ErrorTable.Row row : ErrorTable.ROWS) {
      boolean tested =
          row.inMessage().isEmpty()
              && words(EXPECTED.get(row.errorClass())).anyMatch(code -> row.matches(code, ""));
      if (!tested && row.inMessage().isEmpty()) {
        untested.add(row.code());
      }
    }

    assertThat(untested).isEmpty();
    assertThat(ErrorTable.ROWS.stream().filter(row -> !row.inMessage().isEmpty()))
        .extracting(ErrorTable.Row::code)
        .containsExactly(
            "InvalidParameterValue",
            "InvalidConfigurationRequest",
            "InvalidParameterValue",
            "InvalidChangeBatch",
            "InvalidChangeBatch");
  }

  @Test
  void rows_whenOneIsShadowedByAnEarlierOne_isNeverReached() {
    for (ErrorTable.Row row : ErrorTable.ROWS) {
      ErrorTable.Row first =
          ErrorTable.ROWS.stream()
              .filter(other -> other.matches(row.code(), row.inMessage()))
              .findFirst()
              .orElseThrow();
      assertThat(first).isSameAs(row);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          InvalidParameterValue       | Value (x) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name | EVENTUAL
          InvalidParameterValue       | Value (x) for parameter groupId is invalid | INVALID
          InvalidParameterValue       | Instance is not in state 'running' or 'stopped' | BUSY
          InvalidParameterCombination | Invalid IAM Instance Profile name | INVALID
          InvalidConfigurationRequest | Access Denied for bucket: cluster1-logs. Please check S3bucket permission | EVENTUAL
          InvalidChangeBatch          | [Tried to create resource record set [name='_x.example.com.', type='CNAME'] but it already exists] | MAYBE_OURS
          InvalidChangeBatch          | [Tried to delete resource record set [name='_x.example.com.', type='CNAME'] but it was not found] | GONE
          InvalidChangeBatch          | [RRSet with DNS name _x.org. is not permitted in zone example.com.] | REFUSED
          InvalidConfigurationRequest | The listener is in use | REFUSED
          AccessDenied                | Access Denied for bucket: cluster1-logs | DENIED
          """)
  void classify_whenTheMessageMatters_readsIt(String code, String message, ErrorClass expected) {
    assertThat(ErrorTable.classify(code, 409, message)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "429, THROTTLE", "401, CREDENTIAL", "403, DENIED", "400, REFUSED", "404, REFUSED",
    "409, REFUSED", "499, REFUSED", "500, TRANSIENT", "502, TRANSIENT", "503, TRANSIENT",
    "504, TRANSIENT", "599, TRANSIENT", "0, TRANSIENT", "200, TRANSIENT", "-1, TRANSIENT"
  })
  void classify_whenTheCodeIsUnknown_goesByTheStatus(int status, ErrorClass expected) {
    for (String code : List.of("", "NeverHeardOf", "throttling", "NotFound", "Throttling ")) {
      assertThat(ErrorTable.classify(code, status, "any words")).as(code).isEqualTo(expected);
    }
  }

  @Test
  void classify_whenThereIsNoCapacity_isNotAnUnclearAnswerForAllItsStatus500() {
    ErrorClass answer = ErrorTable.classify("InsufficientInstanceCapacity", 500, "no capacity");

    assertThat(answer).isEqualTo(ErrorClass.CAPACITY);
    assertThat(answer.unclear()).isFalse();
  }
}
