package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/** Security groups and their rules, as the steps and their undo rely on them. */
@OnEachReferee
class SecurityGroupContractTest extends Contract {

  private static final String ABSENT = "sg-0123456789abcdef0";

  private String vpc;
  private String group;
  private ReadBack read;

  @BeforeEach
  void build() {
    vpc = referee.addVpc("Cluster1", "10.30.0.0/16");
    group = SeedWorld.group(ec2, vpc, "mine");
    read = new ReadBack(ec2, elb);
  }

  @Test
  void createSecurityGroup_whenTagged_isFoundByNameAndTag() {
    String made =
        ec2.createSecurityGroup(
                r ->
                    r.groupName("tagged")
                        .description("by tag")
                        .vpcId(vpc)
                        .tagSpecifications(
                            Sdk.tagged(ResourceType.SECURITY_GROUP, Map.of("team", "data"))))
            .groupId();

    List<SecurityGroup> found =
        ec2.describeSecurityGroups(
                r ->
                    r.filters(
                        Sdk.filter("group-name", "tagged"),
                        Sdk.filter("vpc-id", vpc),
                        Sdk.filter("tag:team", "data")))
            .securityGroups();

    assertThat(found).extracting(SecurityGroup::groupId).containsExactly(made);
    assertThat(Sdk.map(found.get(0).tags())).isEqualTo(Map.of("team", "data"));
  }

  @Test
  void createSecurityGroup_whenNew_letsNothingInAndAllOut() {
    SecurityGroup made = read.group("mine");

    assertThat(made.ipPermissions()).isEmpty();
    assertThat(made.ipPermissionsEgress())
        .extracting(IpPermission::ipProtocol)
        .containsExactly("-1");
  }

  @Test
  void createSecurityGroup_whenTheNameIsTaken_isRefused() {
    refused("InvalidGroup.Duplicate", () -> SeedWorld.group(ec2, vpc, "mine"));
  }

  @Test
  void createSecurityGroup_whenTheNameIsTakenInAnotherVpc_succeeds() {
    String other = referee.addVpc("Cluster2", "10.40.0.0/16");

    assertThat(SeedWorld.group(ec2, other, "mine")).isNotEqualTo(group);
  }

  @Test
  void createSecurityGroup_whenTheVpcIsNotThere_isRefused() {
    if (departs(Departure.GROUP_IN_ABSENT_VPC)) {
      assertThat(SeedWorld.group(ec2, "vpc-0123456789abcdef0", "lost")).startsWith("sg-");
    } else {
      refused("InvalidVpcID.NotFound", () -> SeedWorld.group(ec2, "vpc-0123456789abcdef0", "lost"));
    }
  }

  @Test
  void describeSecurityGroups_whenTheIdIsNotThere_isRefused() {
    refused("InvalidGroup.NotFound", () -> ec2.describeSecurityGroups(r -> r.groupIds(ABSENT)));
  }

  @Test
  void describeSecurityGroups_whenNoneMatches_isEmpty() {
    assertThat(
            ec2.describeSecurityGroups(r -> r.filters(Sdk.filter("group-name", "nobody's")))
                .securityGroups())
        .isEmpty();
  }

  @Test
  void authorizeSecurityGroupIngress_whenTagged_answersAndDescribesTheRule() {
    AuthorizeSecurityGroupIngressResponse made =
        ec2.authorizeSecurityGroupIngress(
            r ->
                r.groupId(group)
                    .ipPermissions(Sdk.tcp(21050, "10.0.0.0/8"))
                    .tagSpecifications(
                        Sdk.tagged(ResourceType.SECURITY_GROUP_RULE, Map.of("team", "data"))));

    List<SecurityGroupRule> rules = read.ingress(group);
    assertThat(rules)
        .extracting(SecurityGroupRule::securityGroupRuleId)
        .containsExactly(made.securityGroupRules().get(0).securityGroupRuleId());
    assertThat(Sdk.map(rules.get(0).tags())).isEqualTo(Map.of("team", "data"));
    assertThat(read.ingressText(group)).containsExactly("tcp 21050-21050 from 10.0.0.0/8");
  }

  @Test
  void authorizeSecurityGroupIngress_whenFromAGroup_namesIt() {
    allow(21050, group);

    assertThat(read.ingressText(group)).containsExactly("tcp 21050-21050 from " + group);
  }

  @Test
  void authorizeSecurityGroupIngress_whenTheRuleIsThere_isRefused() {
    allow(21050, "10.0.0.0/8");

    refused("InvalidPermission.Duplicate", () -> allow(21050, "10.0.0.0/8"));
    assertThat(read.ingress(group)).hasSize(1);
  }

  @Test
  void authorizeSecurityGroupIngress_whenTheSameIsThereFromAGroup_isRefused() {
    allow(21050, group);

    refused("InvalidPermission.Duplicate", () -> allow(21050, group));
  }

  @Test
  void authorizeSecurityGroupIngress_whenTheGroupIsNotThere_isRefused() {
    refused(
        "InvalidGroup.NotFound",
        () ->
            ec2.authorizeSecurityGroupIngress(
                r -> r.groupId(ABSENT).ipPermissions(Sdk.tcp(21050, "10.0.0.0/8"))));
  }

  @Test
  void authorizeSecurityGroupIngress_whenTheBlockIsNone_isRefused() {
    refused("InvalidParameterValue", () -> allow(21050, "10.0.0.0/99"));
  }

  @Test
  void revokeSecurityGroupIngress_whenByRuleId_removesThatRule() {
    allow(21000, "10.0.0.0/8");
    String rule = read.ingress(group).get(0).securityGroupRuleId();
    allow(21050, "10.0.0.0/8");

    ec2.revokeSecurityGroupIngress(r -> r.groupId(group).securityGroupRuleIds(rule));

    assertThat(read.ingressText(group)).containsExactly("tcp 21050-21050 from 10.0.0.0/8");
  }

  @Test
  void revokeSecurityGroupIngress_whenTheRuleIsNotThere_isRefused() {
    refused(
        "InvalidPermission.NotFound",
        () ->
            ec2.revokeSecurityGroupIngress(
                r -> r.groupId(group).ipPermissions(Sdk.tcp(21050, "10.0.0.0/8"))));
  }

  @Test
  void deleteSecurityGroup_whenUnused_isGone() {
    ec2.deleteSecurityGroup(r -> r.groupId(group));

    refused("InvalidGroup.NotFound", () -> ec2.describeSecurityGroups(r -> r.groupIds(group)));
  }

  @Test
  void deleteSecurityGroup_whenItIsNotThere_isRefused() {
    refused("InvalidGroup.NotFound", () -> ec2.deleteSecurityGroup(r -> r.groupId(ABSENT)));
  }

  @Test
  void deleteSecurityGroup_whenARuleOfAnotherNamesIt_isRefused() {
    String other = SeedWorld.group(ec2, vpc, "other");
    ec2.authorizeSecurityGroupIngress(r -> r.groupId(other).ipPermissions(Sdk.tcp(21050, group)));

    if (departs(Departure.DELETES_GROUP_NAMED_IN_RULE)) {
      ec2.deleteSecurityGroup(r -> r.groupId(group));
      assertThat(read.ingressText(other)).containsExactly("tcp 21050-21050 from " + group);
    } else {
      refused("DependencyViolation", () -> ec2.deleteSecurityGroup(r -> r.groupId(group)));
    }
  }

  private void allow(int port, String source) {
    ec2.authorizeSecurityGroupIngress(r -> r.groupId(group).ipPermissions(Sdk.tcp(port, source)));
  }
}
