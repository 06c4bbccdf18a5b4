package dev.backstep.impala;

/** From where a load balancer can be reached. Fixed when it is made. */
public enum Scheme {
  /** From within the VPC and what is connected to it. */
  INTERNAL,
  /** From the Internet, through subnets with an Internet gateway. */
  INTERNET_FACING
}
