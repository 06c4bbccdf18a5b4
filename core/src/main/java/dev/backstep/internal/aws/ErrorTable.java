package dev.backstep.internal.aws;

import static dev.backstep.internal.engine.ErrorClass.BUSY;
import static dev.backstep.internal.engine.ErrorClass.CAPACITY;
import static dev.backstep.internal.engine.ErrorClass.CLOCK;
import static dev.backstep.internal.engine.ErrorClass.CREDENTIAL;
import static dev.backstep.internal.engine.ErrorClass.DENIED;
import static dev.backstep.internal.engine.ErrorClass.EVENTUAL;
import static dev.backstep.internal.engine.ErrorClass.GONE;
import static dev.backstep.internal.engine.ErrorClass.INVALID;
import static dev.backstep.internal.engine.ErrorClass.MAYBE_OURS;
import static dev.backstep.internal.engine.ErrorClass.PROTECTED;
import static dev.backstep.internal.engine.ErrorClass.QUOTA;
import static dev.backstep.internal.engine.ErrorClass.REFUSED;
import static dev.backstep.internal.engine.ErrorClass.THROTTLE;
import static dev.backstep.internal.engine.ErrorClass.TOKEN;
import static dev.backstep.internal.engine.ErrorClass.TRANSIENT;

import dev.backstep.internal.engine.ErrorClass;
import java.util.List;
import java.util.function.Predicate;

/**
 * What an error code means, row by row; the first row that matches holds. A pattern may begin or
 * end with {@code *}; a row may ask for words in the message besides.
 */
final class ErrorTable {

  /**
   * One row.
   *
   * @param code the code, or its beginning or end with a {@code *}
   * @param inMessage words that the message must hold; empty for any message
   * @param errorClass what it means
   */
  record Row(String code, String inMessage, ErrorClass errorClass) {

    boolean matches(String actualCode, String message) {
      return pattern(code).test(actualCode) && message.contains(inMessage);
    }

    private static Predicate<String> pattern(String code) {
      if (code.startsWith("*")) {
        return actual -> actual.endsWith(code.substring(1));
      }
      if (code.endsWith("*")) {
        return actual -> actual.startsWith(code.substring(0, code.length() - 1));
      }
      return code::equals;
    }
  }

  /** All rows, special before general. */
  static final List<Row> ROWS =
      List.of(
          row("InvalidParameterValue", "Invalid IAM Instance Profile", EVENTUAL),
          row("InvalidConfigurationRequest", "Access Denied for bucket", EVENTUAL),
          row("InvalidParameterValue", "Instance is not in state", BUSY),
          row("InvalidChangeBatch", "already exists", MAYBE_OURS),
          row("InvalidChangeBatch", "was not found", GONE),
          row("Throttling", THROTTLE),
          row("ThrottlingException", THROTTLE),
          row("ThrottledException", THROTTLE),
          row("RequestThrottledException", THROTTLE),
          row("RequestThrottled", THROTTLE),
          row("RequestLimitExceeded", THROTTLE),
          row("EC2ThrottledException", THROTTLE),
          row("TooManyRequestsException", THROTTLE),
          row("SlowDown", THROTTLE),
          row("BandwidthLimitExceeded", THROTTLE),
          row("PriorRequestNotComplete", THROTTLE),
          row("DependencyThrottle", THROTTLE),
          row("SnapshotCreationPerVolumeRateExceeded", THROTTLE),
          row("ConcurrentTagAccess", THROTTLE),
          row("InternalError", TRANSIENT),
          row("InternalFailure", TRANSIENT),
          row("InternalServerError", TRANSIENT),
          row("ServiceUnavailable", TRANSIENT),
          row("Unavailable", TRANSIENT),
          row("RequestTimeout", TRANSIENT),
          row("RequestTimeoutException", TRANSIENT),
          row("KMSInternalException", TRANSIENT),
          row("DependencyTimeoutException", TRANSIENT),
          row("InvalidInstanceID.NotFound", EVENTUAL),
          row("InvalidInstance", EVENTUAL),
          row("InvalidAMIID.NotFound", EVENTUAL),
          row("InvalidAMIID.Unavailable", EVENTUAL),
          row("InvalidGroup.NotFound", EVENTUAL),
          row("InvalidGroupId.NotFound", EVENTUAL),
          row("InvalidSecurityGroup", EVENTUAL),
          row("InvalidKeyPair.NotFound", EVENTUAL),
          row("InvalidSnapshot.NotFound", EVENTUAL),
          row("InvalidSecurityGroupRuleId.NotFound", EVENTUAL),
          row("CertificateNotFound", EVENTUAL),
          row("PolicyNotFound", EVENTUAL),
          row("DependencyViolation", BUSY),
          row("InvalidGroup.InUse", BUSY),
          row("InvalidSnapshot.InUse", BUSY),
          row("DuplicateListener", BUSY), // one that was just deleted
          row("IncorrectInstanceState", BUSY),
          row("IncorrectState", BUSY),
          row("VolumeInUse", BUSY),
          row("ResourceInUseException", BUSY),
          row("OperationAborted", BUSY),
          row("ConditionalRequestConflict", BUSY),
          row("InvalidGroup.Duplicate", MAYBE_OURS),
          row("InvalidKeyPair.Duplicate", MAYBE_OURS),
          row("InvalidAMIName.Duplicate", MAYBE_OURS),
          row("InvalidPermission.Duplicate", MAYBE_OURS),
          row("DuplicateLoadBalancerName", MAYBE_OURS),
          row("DuplicatePolicyName", MAYBE_OURS),
          row("EntityAlreadyExists", MAYBE_OURS),
          row("AccessPointNotFound", GONE),
          row("LoadBalancerNotFound", GONE),
          row("ResourceNotFoundException", GONE),
          row("NotFoundException", GONE), // a key of KMS
          row("InsufficientInstanceCapacity", CAPACITY),
          row("InsufficientFreeAddressesInSubnet", CAPACITY),
          row("MaxSpotInstanceCountExceeded", CAPACITY),
          row("InsufficientAddressCapacity", CAPACITY),
          row("InsufficientVolumeCapacity", CAPACITY),
          row("Unsupported", CAPACITY), // an instance type that a zone does not have
          row("TooManyLoadBalancers", QUOTA),
          row("LimitExceededException", QUOTA),
          row("InstanceLimitExceeded", QUOTA),
          row("VcpuLimitExceeded", QUOTA),
          row("PendingSnapshotLimitExceeded", QUOTA),
          row("ResourceLimitExceeded", QUOTA),
          row("ExpiredToken", CREDENTIAL),
          row("ExpiredTokenException", CREDENTIAL),
          row("RequestExpired", CREDENTIAL),
          row("AuthFailure", CREDENTIAL),
          row("InvalidClientTokenId", CREDENTIAL),
          row("UnrecognizedClientException", CREDENTIAL),
          row("SignatureDoesNotMatch", CREDENTIAL),
          row("CredentialsNotFound", CREDENTIAL),
          row("RequestTimeTooSkewed", CLOCK),
          row("RequestInTheFuture", CLOCK),
          row("InvalidSignatureException", CLOCK),
          row("UnauthorizedOperation", DENIED),
          row("AccessDenied", DENIED),
          row("AccessDeniedException", DENIED),
          row("OptInRequired", DENIED),
          row("KMSKeyNotAccessibleFault", DENIED),
          row("IdempotentParameterMismatch", TOKEN),
          row("IdempotentInstanceTerminated", TOKEN),
          row("ValidationError", INVALID),
          row("UnsupportedOperation", INVALID),
          row("MissingParameter", INVALID),
          row("InvalidBlockDeviceMapping", INVALID),
          row("EncryptedVolumesNotSupported", INVALID),
          row("InvalidKey.Format", INVALID),
          row("InvalidArnException", INVALID),
          row("*.Malformed", INVALID),
          row("InvalidParameter*", INVALID),
          row("Malformed*", INVALID),
          row("OperationNotPermitted", PROTECTED),
          row("DryRunOperation", PROTECTED),
          row("InvalidRequest", REFUSED), // an image that AWS does not copy
          row("*.NotFound", GONE),
          row("*LimitExceeded", QUOTA));

  private ErrorTable() {}

  /** What an error means; the status tells where no row has the code. */
  static ErrorClass classify(String code, int status, String message) {
    return ROWS.stream()
        .filter(row -> row.matches(code, message))
        .map(Row::errorClass)
        .findFirst()
        .orElseGet(() -> byStatus(status));
  }

  private static ErrorClass byStatus(int status) {
    if (status == 429) {
      return THROTTLE;
    }
    if (status == 401) {
      return CREDENTIAL;
    }
    if (status == 403) {
      return DENIED;
    }
    return status >= 400 && status < 500 ? REFUSED : TRANSIENT;
  }

  private static Row row(String code, ErrorClass errorClass) {
    return row(code, "", errorClass);
  }

  private static Row row(String code, String inMessage, ErrorClass errorClass) {
    return new Row(code, inMessage, errorClass);
  }
}
