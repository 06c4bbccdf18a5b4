package dev.backstep.aws;

/**
 * Operations of AWS that share a rate limit, with what an account may do in one region: a burst,
 * refilled at a rate. Figures of EC2 are those of its API throttling guide; AWS publishes none for
 * changes to classic load balancers.
 */
public enum ApiFamily {
  /** AWS Certificate Manager; the least of what its quotas allow: 10, then 5 a second. */
  ACM(10, 5),
  /** EC2 operations that read with a filter or a page: 100, then 20 a second. */
  EC2_READ(100, 20),
  /** EC2 operations that change: 50, then 5 a second. */
  EC2_CHANGE(50, 5),
  /** ModifyNetworkInterfaceAttribute: 100, then 5 a second. */
  EC2_INTERFACE_CHANGE(100, 5),
  /** Operations of classic Elastic Load Balancing that read: 40, then 10 a second. */
  ELB_READ(40, 10),
  /** Operations of classic Elastic Load Balancing that change: 20, then 4 a second. */
  ELB_CHANGE(20, 4),
  /** DescribeKey and its kin of the Key Management Service: 100, then 50 a second. */
  KMS(100, 50),
  /** Route 53, for the whole account: five a second. */
  ROUTE53(5, 5),
  /** S3 buckets and their policies; AWS publishes no figures. */
  S3(50, 10),
  /** Security Token Service: 100, then 20 a second. */
  STS(100, 20);

  private final int burst;
  private final int perSecond;

  ApiFamily(int burst, int perSecond) {
    this.burst = burst;
    this.perSecond = perSecond;
  }

  /** Calls that may be made at once. */
  public int burst() {
    return burst;
  }

  /** Calls a second after the burst. */
  public int perSecond() {
    return perSecond;
  }
}
