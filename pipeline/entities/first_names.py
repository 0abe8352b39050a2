"""First names and the gender they usually tell, our own list.

Names that are common for both are left out: a pronoun is then decided by recency alone.
"""

from typing import Final

from pipeline.entities.mention_words import Gender
from pipeline.word_lists import listed

_MALE: Final = listed(
    """
    aaron abdel abdul abdullah abiy abraham adam adolfo adrian ahmad ahmed ahmet aidan alan alar alassane alastair
    albert alberto alejandro aleksandar aleksandr aleksei alessandro alexander alexandre alexei alexis alfonso
    alfred alfredo ali alistair allan allen alonso alvaro alvin amir amit anatoly anders andre andreas andrei andres
    andrew andrey andrii andriy andrus andrzej andré andrés andy angelo anil anselm anthony antoine anton antonio
    antonis antony antti anwar archie arkady armando arne arnold arthur arturo artyom arun arvind ashraf asif aslan
    atal attila atul augusto austin avi avigdor barack barnaby barry bart bartosz bashar basil benedict benigno
    benito benjamin benny benoît bernard bernardo bernd bernie bertrand bidzina bilal bilawal bill billy bjorn
    blaise bob bobby bogdan bohdan boris boyd boyko brad bradley bram brandon brendan brent bret brett brian bruce
    bruno bryan bryce bulent byron caleb callum calvin carl carlos carter cedric cesar chad charles charlie chester
    chris christian christoph christophe christopher chuck clarence claude claudio clayton clifford clint clive
    clyde cody colin connor conor conrad cory craig curt curtis cyril cyrus césar dale dalius damian damien damon
    dan daniel daniele danila danny dario dariusz darrell darren daryl dave david dean deepak denis dennis denys
    denzel derek deshawn desmond devin dick diego dieter dimitri dimitris dmitri dmitry dmytro dominic dominik
    dominique don donald donnell donnie doug douglas dragan drew duane duncan dustin dwayne dwight dylan earl
    ebrahim ed eddie edgar edmund eduardo edward edwin egon ehud einar eli elias elijah elliot elliott elon elvis
    emanuel emil emilio emmanuel emmerson emmett emre enrico enrique eric erik ernest ernesto erwin esa esteban
    ethan etienne eugene evan evgeny evo faisal falk farhad farid felipe felix ferdinand ferenc fernando fidel filip
    finn florian florin floyd fouad francesco francis francisco franco francois frank frankie franklin franz françois
    fred freddie frederic frederick frederik fritz frédéric fumio gabriel gamal gareth garrett gary gavin gaël geir
    gene gennady geoff geoffrey george georges gerald gerard gerhard gerrit gerry gideon gilbert giles giorgi giorgio
    giorgos giovanni gitanas giuseppe gleb glen glenn goodluck goran gordon graham grant greg gregg gregor gregory
    grzegorz guido guillaume guillermo gulbuddin gunnar gunther gus gustavo guy gyorgy günter haile hakan hakim hamid
    hamza hank hanno hans harold harris harrison harry harvey hasan hashim hassan hector heinrich heinz helmut henri
    henrik henry herbert herman hernan hervé hideo hiroshi horst hosni hossein howard hubert hugh hugo humberto
    hussein ian ibrahim idriss ignacio igor ihor ike ilham ilya imran ingmar ira irakli irving isaac ismail istvan
    ivan ivo iñigo jaap jacek jack jackson jacob jacques jake jakob jamal james jamie jan janos jared jaroslaw jason
    javad javier jay jean-claude jean-luc jean-pierre jeb jeff jefferson jeffery jeffrey jens jeremiah jeremy jerome
    jerry jesus jesús jim jimmy jiri joachim joaquin joaquín joe joel joey johan johann johannes john johnny joko jon
    jonah jonas jonathan joost jorge jose josef joseph josh joshua josé joão juan juergen juha jukka jules julian
    julien julio junichiro jurgen justin jérôme jörg jürgen kamal karel karim karl kasper kassym kazuo keith kemal
    kenji kenneth kenny kent kevin khaled khalid khalil kiril kirill kjell klaus knut kobe kofi konstantin kostas
    krzysztof kurt kwame kyle kyrylo lamar lance lando larry lars lars-erik laszlo laurent lawrence lebron lech lee
    leif len lenny leo leon leonard leonardo leonid leroy leslie lester lev levan lewis liam lionel lloyd logan
    lorenzo louis loïc luc luca lucas luciano luigi luis lukas luke luís maarten macky mads magnus magomed mahathir
    maher mahmoud mahmud maksim manfred manmohan manuel marc marcel marcello marcelo marcin marco marcos marcus marek
    mario marius mark markus marshall martin martyn martín marvin massimo mateo matt matteo matthew matthias matti
    matvey maurice mauricio mauro max maxim maxime maximilian maxwell mehdi mehmet mel meles melvin michael michał
    michel miguel mike mikhail mikheil mikkel mikko milan milos milton mitch mitchell mitt moe mohamed mohammad
    mohammed mohsen moises monty mordechai morris moses moshe muhammad muhammadu murat mustafa mykhailo mykola mário
    nabih naftali najib narendra nasser nate nathan nathaniel naveen nawaz neal ned neil nelson nenad nestor newt
    nicholas nick nicolas nicolás niels nigel nikita nikol nikola nikolai nikolas nikos noah noel norbert norman novak
    nursultan olaf olav oleg oleksandr oleksiy oleksy oliver olivier olusegun omar ondrej orlando osama oscar otto
    owen pablo paolo pascal patrick paul paul-henri paulo pavel paweł pedro pekka percy perry pervez pete peter petr
    petro phil philip philippe phillip pierre pieter pietro piotr plamen poul prabowo prakash pranab preben qasem
    quentin rafa rafael rafik rafiq rahul raila raj rajesh rajiv rajnath ralf ralph ramesh ramon ramzan rand randall
    randy raoul rasmus raul ravi ray raymond raúl recep reggie reginald rene rené reuben rex reza ricardo riccardo
    richard rick ricky rob robbie robert roberto rodney rodolfo rodrigo roger rohan roland rolf roman ron ronald ronan
    ronnie rory ross roy ruben rubén rudolf rudolph rudy rumen rupert ruslan russ russell ruud ryan saad said salim
    salman salvador salvatore sam sami samir samuel sanjay sanjeev santiago satoshi saul sauli scott sean sebastian
    sebastián selahattin serge sergei sergey sergii sergio sergiy serhiy serzh sese seth seymour shane shaquille shaun
    shawn shehbaz shigeru shimon shinzo sidney silvio simon sivert sjoerd slobodan sonny soren sorin spencer stan
    stanislav stanley stavros stefan stefano stephan stephane stephen steve steven stewart stig stuart stéphane sundar
    sunil suresh susilo sven syed sérgio søren takeshi tamim taras tarek tariq taro ted tedros terence terrance
    terrence terry thabo thaksin theo theodore thierry thomas tiago tim timo timothy timur tobias toby todd tom tomas
    tomasz tommy tomás tony toomas tor traian travis trevor tristan troy tyler tyrell tyrone uhuru ulrich umberto
    usain uwe vaclav vadym valdis valentin valerii valeriy vasile vasily vernon viacheslav victor vijay viktor vince
    vincent vincenzo vitali vitaliy vitaly vivek vladimir vladislav volodymyr vuk vyacheslav víctor wade waleed walid
    wallace walt walter warren wayne wendell werner wesley wilbur wilfred wilfried wilhelm will willard william willie
    wim wladimir wojciech wolfgang woody xavier yair yannis yasser yevgeny yitzhak yoav yoshihide youssef yoweri yuri
    yurii yusuf yves zach zachary zack zalmay zbigniew zhang ziad zoltan zoran álvaro ángel éric óscar łukasz
    """
)

_FEMALE: Final = listed(
    """
    abigail ada adele adriana agatha agnes agnieszka agnès aigul aimee aino aisha alana alejandra aleksandra alena
    alessandra alexa alexandra alice alicia alina alisha alison allison allyson alma alva alyssa amal amanda amber
    amelia amelie amina amy ana anastasia anaïs andrea angela angelica angelina angie anika anita anke ann anna
    annabel annalena anne annegret anneli annette annie annika anouk antje antonia april ariana arianna arlene
    ashley astrid audrey aung aurore ava avril ayesha aysel barbara beata beatrice beatrix beatriz becky begoña
    belinda benazir benedita berit bernadette bertha beth bethany betsy betty beverly beyonce bianca birgit birgitta
    bodil bonnie brenda brianna bridget brigitte britta brittany caitlyn camila camilla canan candace candice carla
    carly carmen carol carole carolina caroline carolyn carrie casey cassandra catalina catherine cathy cecilia
    celeste celia celine chantal charlene charlotte chelsea cheryl chloe chrissy christa christiane christina
    christine chrystia cindy claire clara clarissa claudia clémence colette colleen concepción condoleezza connie
    constance cora corinne cristina crystal cynthia daisy dana daniela danielle daphne dariga darlene dawn debbie
    deborah debra deirdre delia della delphine denise diana diane dianne dilma dina dolores dominika donna dora
    doreen doris dorothy dorte ebba ebony edda edith edna eileen elaine eleanor elena elisa elisabeth elise eliza
    elizabeth elke ella ellen elodie eloise elsa elsie elvira emilia emily emine emma erica erika erin erna
    esmeralda esperanza estelle esther ethel eugenia eva eve evelyn ewa faith fatima fatma fatoumata felicia
    felicity femke fiona flora florence frances francesca francine franziska françoise freya frida gabriela
    gabriella gabrielle gail gemma genevieve georgia georgina geraldine germaine gertrude gillian gina ginny giorgia
    gisela giulia gladys gleisi glenda gloria graca grace greta gretchen gro gudrun gwen gwendolyn hailey hannah
    harriet hawa hayley hazel heather hedda heidi heike helen helena helene helle henrietta hilary hilda hildegard
    hillary hina holly hope huma hélène ida ilana ildiko ilse imelda imogen indira ines inga ingrid inés irene irina
    iris iryna isabel isabella isabelle ivana ivanka ivy jacinda jackie jacqueline jade jadwiga jagmeet-kaur jamila
    jan jane janelle janet janice janine jasmine jayalalithaa jeanette jeanne jelena jemima jen jenna jennie
    jennifer jenny jessica jill jillian jitka jo joan joann joanna joanne jocelyn jodie johanna jolie jorunn
    josefina josephine joy joyce juana juanita judit judith judy julia juliana julianne julie juliet juliette
    justine kaisa kaitlyn kamala karen kari karin karina karla karolina katalin katarina katarzyna kate katerina
    katharina katharine katherine kathleen kathrin kathryn kathy katie katja katrina kay kayla kayleigh keira keisha
    kelly kellyanne kendra kerry khadija khaleda kimberly kinga kirsten kirstjen kirsty kolinda kristen kristin
    kristina kristine lana lara larissa latisha latoya laura lauren lea leah leila lene leni leona leontine leslie
    leticia leyla lidia lila lilianne lillian lilly lily linda lindiwe lindsay lindsey lisa liv liz liza loretta
    lori lorna lorraine louisa louise lucia lucille lucinda lucy lucía ludmila luisa luz lydia lynda lynn lynne
    lyudmila mabel macarena madeleine madeline madison maggie maj makiko malala malin mallory mamata mandy manuela
    mara marcela marcia maren margaret margarita margot marguerite maria mariah mariam marian mariana marianne
    maribel marie marieke mariella marielle marija marina marine marisol marissa marit marjorie marlene marta martha
    martina mary maryam maría mathilde matilda maureen maxine maya mayawati małgorzata megan megawati meghan megyn
    mehriban melania melanie melinda melissa meral mercedes meredith mette mia michaela michaelle michele michelle
    michiko mildred milena millie mindy miranda miriam moira molly mona monica monika monique muriel myra myriam
    nadezhda nadia nadine nadiya nancy naomi nasrin natalia natalie natalya natasha nellie ngozi nicki nicola nicole
    nikki nina nirmala nkechi nkosazana noelle nora noreen norma noémie odette oksana olena olga olha olive olivia
    olympia oona oprah ottavia paige paloma pamela patricia patsy patti patty paula paulette paulina pauline pearl
    peggy penelope penny pernille petra phoebe phumzile phyllis pia pilar polly portia priscilla priti priya
    priyanka queenie rachel ramona randi raquel rebecca regina renata renate renee rhonda rihanna riikka rita
    roberta rochelle rosa rosalind rosalyn rosanna rose rosemary rosie roxanne ruby ruth ruža sabina sabine sabrina
    sadie sally salma salome samantha samira sanae sandra sandy sanna sara sarah sasha saskia selena selina selma
    serena shannon sharon sheena sheila shelby shelley sheri sherri sherry sheryl shirin shirley sian sigrid silje
    silke silvia simone sinead smriti snezana sofia sofía solveig solène sonia sonja sonya sophia sophie stacey
    stacy stella stephanie stina sue summer susan susana susanna susanne sushma suzanne suzette svenja svetlana
    svitlana sybil sylvia sylvie ségolène tabitha tamara tammy tamsin tania tansu tanya tara tarja tatiana tatyana
    teresa teri tess tessa tetiana thea thelma theresa therese thuli tiffany tilda tina toni tonya tora tove tracey
    tracy tricia trina trudy tulsi tuva ulla ulrike uma una ursina ursula ute valentina valeria valerie valérie
    vanessa vera verena veronica vicki vicky victoria viola violet virginia vivian viviana vivienne wanda wangari
    wendy wiebke wilma winifred winnie yasmin yasmine yingluck ylva yolanda yulia yuliia yuriko yvette yvonne zahra
    zainab zara zelda zhanna zoe zuzana élisabeth
    """
)

_BOTH: Final = frozenset(_MALE) & frozenset(_FEMALE)

FIRST_NAME_GENDER: Final[dict[str, Gender]] = {
    **{name: "male" for name in _MALE if name not in _BOTH},
    **{name: "female" for name in _FEMALE if name not in _BOTH},
}
"""First name in small letters -> gender."""
